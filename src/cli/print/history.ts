import type { HistoryEntry, HistoryResult, HistoryVersion, HistoryView, ProjectHistory } from '../../contract/history.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { age, inSeconds } from './seconds.ts';
import { fit, harmless } from './width.ts';

interface Reading {
  now: number;
  ink: Ink;
  /** Of the terminal; a line that says what changed is cut there. */
  width: number;
  /** All versions, and whole lines. */
  verbose: boolean;
}

/** The ratio of each project and version, then the executions; and what to type next. */
export function historyText({ projects, executions, directory }: HistoryView, reading: Reading): { table: string; words: string } {
  const { dim } = reading.ink;
  const [newest] = executions;
  if (!newest) {
    const where = directory === undefined ? '' : ` of the project in ${directory}`;
    return { table: '', words: `nothing is recorded${where} yet: the next portside up is\n` };
  }
  const ratios = projects.length === 1 ? projects.flatMap((project) => projectLines(project, reading)) : summary(projects, reading.ink);
  const table = [...ratios, '', ...entryLines(executions, reading), ''].join('\n');
  return { table, words: `\nportside verify ${newest.execution_uuid}  ${dim('proves that the newest happened')}\n` };
}

const shownVersions = 5;

function projectLines({ project, versions, asked, ...ratio }: ProjectHistory, { ink, now, verbose }: Reading): string[] {
  const { bold, dim } = ink;
  const shown = verbose ? versions : versions.filter(({ graduated }, at) => graduated || at >= versions.length - shownVersions);
  const left = versions.length - shown.length;
  return [
    `${bold(project)}  ${ratioOf(ratio)} ${dim('successes to failures')}`,
    ...(left > 0 ? [dim(`  ${left} earlier ${left > 1 ? 'versions' : 'version'}: --verbose`)] : []),
    ...columns(shown.map((version) => [`  ${version.version}`, ratioOf(version), standing(version, { asked, now, ink })])),
  ];
}

/** Of several projects a line each, with the newest version. */
function summary(projects: ProjectHistory[], ink: Ink): string[] {
  return columns([
    ['PROJECT', 'RATIO', 'NEWEST', ''].map(ink.dim),
    ...projects.map(({ project, versions, asked, ...ratio }) => {
      const newest = versions.at(-1);
      return [
        ink.bold(project),
        ratioOf(ratio),
        ...(newest ? [`${newest.version} ${ratioOf(newest)}`, missingWords(newest, asked, ink)] : ['', '']),
      ];
    }),
  ]);
}

function ratioOf({ successes, failures }: { successes: number; failures: number }): string {
  return `${successes}:${failures}`;
}

function standing(version: HistoryVersion, { asked, now, ink }: { asked: number; now: number; ink: Ink }): string {
  const { graduated, taken_back: back } = version;
  if (graduated) return ink.green(`graduated ${age(graduated.at, now)} ago: ${graduated.file}`);
  const lost = back ? ink.yellow(`its graduation was taken back by ${back.by}; `) : '';
  return `${lost}${missingWords(version, asked, ink)}`;
}

function missingWords({ missing, graduated }: HistoryVersion, asked: number, { dim, green }: Ink): string {
  if (graduated) return green('graduated');
  if (missing === 0) return green(`${asked}:1 is reached: portside graduate`);
  return dim(`${missing} more ${missing > 1 ? 'successes' : 'success'} to ${asked}:1`);
}

function entryLines(executions: HistoryEntry[], reading: Reading): string[] {
  const heads = columns(executions.map((entry) => headOf(entry, reading)));
  return executions.flatMap((entry, at) => [heads[at] ?? '', ...detailsOf(entry, reading)]);
}

function headOf({ result, version, git, action, duration, timestamp, ...entry }: HistoryEntry, { ink, now }: Reading): string[] {
  return [
    markOf(result, ink),
    version ?? '',
    git ? `${git.commit.slice(0, 7)}${git.dirty ? '*' : ''}` : '',
    action,
    `${entry.project}/${entry.instance}`,
    result,
    inSeconds(duration),
    `${age(timestamp, now)} ago`,
    ink.dim(entry.execution_uuid),
  ];
}

function markOf(result: HistoryResult, { green, red, yellow, dim, marks }: Ink): string {
  if (result === 'verified') return green(marks.ok);
  if (result === 'failed') return red(marks.failed);
  return result === 'stopped' || result === 'interrupted' ? yellow(marks.warning) : dim(marks.note);
}

/** What changed and why, what was committed, and what went wrong. */
function detailsOf({ changes, git, error, result }: HistoryEntry, { ink, width, verbose }: Reading): string[] {
  const cut = (text: string) => (verbose ? text : fit(text, width - 3, ink.marks.more));
  const subject = git ? [`"${git.subject}"`] : [];
  const changed = [...changes, ...subject].map(harmless).join('; ');
  const said = error === undefined || result === 'interrupted' ? [] : [ink.red(cut(harmless(error)))];
  return [...(changed ? [ink.dim(cut(changed))] : []), ...said].map((line) => `   ${line}`);
}
