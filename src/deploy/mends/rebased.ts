import { relative } from 'node:path';
import type { Evidence } from '../../diagnose/evidence.ts';

/** What was seen in one tree, as if it had been in another one: its files are those of this worktree. */
export function rebased(evidence: Evidence, { worktree, directory }: { worktree: string; directory: string }): Evidence {
  const below = relative(worktree, directory);
  const ran = evidence.directory;
  const root = below !== '' && ran.endsWith(`/${below}`) ? ran.slice(0, -below.length - 1) : undefined;
  const [from, to] = root === undefined ? [ran, directory] : [root, worktree];
  return deep(evidence, (text) => moved(text, from, to)) as Evidence;
}

/** Paths stand within words too; one that only begins alike is another one. */
function moved(text: string, from: string, to: string): string {
  return text.split(from).reduce((before, after) => before + (after === '' || /^[^\w.-]/.test(after) ? to : from) + after);
}

function deep(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => deep(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [change(key), deep(inner, change)]));
}
