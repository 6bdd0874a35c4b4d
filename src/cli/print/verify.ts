import type { AuditPoint, AuditReport } from '../../contract/verify.ts';
import type { Ink } from './ink.ts';
import { harmless, padTo } from './width.ts';

const titleWidth = 12;

/** One line, as it comes: the point by its name where it is the first of it, the mark, what was seen. */
export function pointText({ point, outcome, detail }: AuditPoint, before: string | undefined, ink: Ink): string {
  const title = point === before ? '' : point;
  const said = harmless(detail);
  return `${ink.bold(padTo(title, titleWidth))} ${markOf(outcome, ink)} ${outcome === 'not-needed' ? ink.dim(said) : said}\n`;
}

function markOf(outcome: AuditPoint['outcome'], { green, red, yellow, dim, marks }: Ink): string {
  if (outcome === 'holds') return green(marks.ok);
  if (outcome === 'fails') return red(marks.failed);
  return outcome === 'unseen' ? yellow(marks.warning) : dim(marks.note);
}

/** What it all comes to, and of which execution. */
export function verdictText({ execution_uuid: uuid, verdict, summary }: AuditReport, ink: Ink, quiet: boolean): string {
  const { green, red, yellow, dim, marks } = ink;
  const mark = verdict === 'holds' ? green(marks.ok) : verdict === 'unseen' ? yellow(marks.warning) : red(marks.failed);
  return `${quiet ? '' : '\n'}${mark} ${ink.bold(verdict)}: ${harmless(summary)}\n${quiet ? '' : `${dim(`execution ${uuid}`)}\n`}`;
}
