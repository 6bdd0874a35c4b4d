import { join } from 'node:path';
import type { Evidence } from '../contract/improve.ts';
import type { Try } from '../contract/improvement.ts';
import { ensurePrivateDirectory, readIfExists, writePrivateFile } from '../system/files.ts';
import { pathKind } from '../system/read.ts';
import type { Run } from './run.ts';

/** In the project's folder; git is told to leave it alone. */
export const notesFile = join('.portside', 'improve', 'notes.md');

const title = '# What `portside improve` did here';
const mostRuns = 10;

/** Writes this run's part of the notes, the newest first, and keeps those of earlier runs. */
export async function writeNotes(directory: string, run: Run, verdict: string, evidence: Evidence): Promise<string> {
  const file = join(directory, notesFile);
  await ensurePrivateDirectory(join(directory, '.portside', 'improve'));
  const ignored = join(directory, '.portside', '.gitignore');
  if ((await pathKind(ignored)) === 'missing') await writePrivateFile(ignored, '*\n');
  const before = sectionsOf((await readIfExists(file)) ?? '').filter((section) => !section.includes(run.id));
  const sections = [notesOf(run, verdict, evidence), ...before].slice(0, mostRuns);
  await writePrivateFile(file, `${title}\n\n${sections.join('\n\n')}\n`);
  return file;
}

function sectionsOf(text: string): string[] {
  return text
    .split(/^(?=## Run )/m)
    .slice(1)
    .map((section) => section.trimEnd());
}

/** One run, as a person reads it: what worked, what failed, what to try next. */
export function notesOf(run: Run, verdict: string, evidence: Evidence): string {
  const worked = run.tries.filter(({ verdict: said }) => said === 'kept' || said === 'done');
  const failed = run.tries.filter(({ verdict: said }) => said !== 'kept' && said !== 'done');
  return [
    `## Run ${run.id}`,
    `${new Date(run.startedAt).toISOString()}, agent ${run.agent}, until ${run.until}: ${verdict}`,
    part('What worked', worked.map(lineOf)),
    part('What failed', failed.map(lineOf)),
    part('Next to try', nextOf(evidence)),
  ].join('\n\n');
}

function part(name: string, lines: string[]): string {
  return `### ${name}\n${lines.length > 0 ? lines.join('\n') : '- nothing'}`;
}

function lineOf({ iteration, reason, stat, files, put_back: putBack, held, of }: Try): string {
  const where = files.length > 0 ? ` (${files.slice(0, 5).join(', ')})` : '';
  const back = putBack.length > 0 ? `; put back: ${putBack.join(', ')}` : '';
  return inOneLine(`- ${iteration}: ${reason}; ${stat}${where}; ${held} of ${of} criteria held${back}`);
}

/** An agent's words may be among them, and what looks like a heading of these notes would be one. */
function inOneLine(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length <= longestLine ? line : `${line.slice(0, longestLine - 1).toWellFormed()}…`;
}

const longestLine = 2000;

/** What is known and was not done yet. */
function nextOf({ criteria, diagnosis, findings, remembered }: Evidence): string[] {
  const open = criteria.filter(({ held }) => !held);
  if (open.length === 0) return [];
  const known = [
    ...open.map(({ name, detail }) => inOneLine(`- make it hold: ${name} (${detail})`)),
    ...(diagnosis ? [`- ${diagnosis.suggestion}`] : []),
    ...findings.flatMap(({ severity, fix }) => (severity === 'error' && fix ? [`- ${fix}`] : [])).slice(0, 5),
    ...remembered.slice(0, 2).map(({ fix }) => `- what helped before: ${fix}`),
  ];
  return [...new Set(known)];
}
