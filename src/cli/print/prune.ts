import type { PruneReport, Pruned } from '../../contract/prune.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { inBytes } from '../../contract/bytes.ts';

/** What would go, why, and how much that frees. */
export function pruneText({ items, bytes, busy }: PruneReport, ink: Ink): string {
  const { bold, dim } = ink;
  const waiting = busy.map((name) => `${dim(`${name} is at work: nothing of it is touched`)}\n`).join('');
  if (items.length === 0) return `${waiting}nothing to remove: everything there belongs to something\n`;
  const rows = kinds.flatMap(({ kind, one }) => {
    const some = items.filter((item) => item.kind === kind);
    // Files are many and look alike: by their cause they say more.
    const lines = one === undefined ? some.map(lineOf) : summed(some, one);
    return lines.map(([name = '', cause = '', size = '']) => [`  ${name}`, size, dim(cause)]);
  });
  return [bold(`It would free up to ${inBytes(bytes)}:`), ...columns(rows), waiting].join('\n');
}

/** What became of it. */
export function pruneDone({ items, bytes, problems }: PruneReport, { green, red, marks }: Ink): string {
  if (problems.length === 0) return `${green(marks.ok)} removed, up to ${inBytes(bytes)} are free again\n`;
  const removed = items.length - problems.length;
  const said = problems.map((problem) => `  ${red(marks.failed)} ${problem}\n`).join('');
  return `${red(marks.failed)} removed ${removed} of ${items.length}; what is left:\n${said}`;
}

/** `one` is what a file of it is called, where only their number is told. */
const kinds: { kind: Pruned['kind']; one?: string }[] = [
  { kind: 'revision' },
  { kind: 'image' },
  { kind: 'snapshot' },
  { kind: 'plan', one: 'plan file' },
  { kind: 'evidence', one: 'file of evidence' },
];

function lineOf({ name, cause, bytes }: Pruned): string[] {
  return [name, cause, bytes > 0 ? inBytes(bytes) : ''];
}

function summed(items: Pruned[], one: string): string[][] {
  return [...Map.groupBy(items, ({ cause }) => cause)].map(([cause, some]) => {
    const many = one.startsWith('file ') ? one.replace('file', 'files') : `${one}s`;
    return [`${some.length} ${some.length > 1 ? many : one}`, cause, inBytes(some.reduce((sum, { bytes }) => sum + bytes, 0))];
  });
}
