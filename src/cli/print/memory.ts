import { basename } from 'node:path';
import type { MemoryEntry } from '../../contract/memory.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { fit, harmless } from './width.ts';

interface Reading {
  ink: Ink;
  /** Of the terminal; a line that says what was done is cut there. */
  width: number;
  /** Patches too, and whole lines. */
  verbose: boolean;
}

/** The table of `memory list`, and what is to be said about it. */
export function memoryText(entries: MemoryEntry[], { ink, width, verbose }: Reading): { table: string; words: string } {
  const [first] = entries;
  if (!first) return { table: '', words: 'nothing is remembered yet: portside improve remembers what mends a failure\n' };
  const rows = columns([
    ['SIGNATURE', 'PROJECT', 'WORKED', 'FAILED', 'WHAT WAS DONE'].map(ink.bold),
    ...entries.map(({ signature, project, worked, failed, fix }) => [
      signature,
      basename(project),
      String(worked),
      String(failed),
      harmless(fix),
    ]),
  ]);
  const lines = rows.flatMap((row, at) => [
    verbose || at === 0 ? row : fit(row, width, ink.marks.more),
    ...(verbose ? detail(entries[at - 1], ink) : []),
  ]);
  return { table: `${lines.join('\n')}\n`, words: `\nportside memory forget ${first.signature}  ${ink.dim('forgets the first')}\n` };
}

function detail(entry: MemoryEntry | undefined, { dim }: Ink): string[] {
  if (!entry) return [];
  const patch = entry.patch.split('\n').filter((text) => text !== '');
  return [entry.failure, entry.project, ...patch].map((text) => dim(`  ${harmless(text)}`));
}
