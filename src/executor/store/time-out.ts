import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { TaskName, Timing } from './store.ts';

const fewestSamples = 3;

/** `[category:build][task:web]` anywhere in the command names it, as in the original; else the program and a hash of its words do. */
export function taskNameOf(argv: readonly string[]): TaskName {
  const tags = Object.fromEntries(
    [...argv.join(' ').matchAll(/\[(category|task):([\w.-]{1,64})\]/g)].map(([, tag, value]) => [tag, value]),
  );
  const hash = createHash('sha256').update(argv.join('\0')).digest('hex').slice(0, 8);
  return { category: tags['category'] ?? (basename(argv[0] ?? '').replaceAll(/[^\w.-]/g, '_') || 'unknown'), task: tags['task'] ?? hash };
}

/** Seconds: twice the longest of at least three successes, within the settings' bounds; else the settings' default. */
export function estimateTimeout(
  timings: readonly Timing[],
  { least, most, usual }: { least: number; most: number; usual: number },
): number {
  const successes = timings.filter(({ success }) => success);
  if (successes.length < fewestSamples) return usual;
  return Math.min(most, Math.max(least, 2 * Math.max(...successes.map(({ actual }) => actual))));
}
