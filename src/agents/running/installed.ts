import type { Missing } from '../backend.ts';
import type { Asking } from './program-backend.ts';

/** Whether a program is there and new enough; `least` is a version such as `1.2`. Undefined where all is well. */
export async function notInstalled(
  ask: Asking,
  program: string,
  { install, least }: { install: string; least: string },
): Promise<Missing | undefined> {
  const answer = await ask([program, '--version']);
  if (!answer) return { what: `${program} is not installed`, mend: install };
  const found = /\d+(?:\.\d+)+/.exec(answer.output)?.[0];
  if (found === undefined || compare(found, least) >= 0) return undefined;
  return { what: `${program} ${found} is too old: ${least} or newer is needed`, mend: install };
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = (right ?? []).findIndex((part, place) => (left?.[place] ?? 0) !== part);
  return at === -1 ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0);
}

/** The text of a file where the program would run; undefined where there is none. */
export async function readThere(ask: Asking, path: string): Promise<string | undefined> {
  const answer = await ask(['cat', path]);
  return answer?.exitCode === 0 ? answer.output : undefined;
}
