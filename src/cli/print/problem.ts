import { UserError, exitCode } from '../../contract/user-error.ts';
import type { World } from '../world.ts';
import { json } from './document.ts';
import { inkFor } from './ink.ts';

/** Says what went wrong and what to do next; with `--json` as a document too. Returns the exit code. */
export function printProblem(error: unknown, { world, json: wantsJson }: { world: World; json: boolean }): number {
  const { code, message, hint, exit, stack } = problemOf(error);
  const { red, dim, marks } = inkFor(world, world.stderr);
  if (stack) world.stderr.write(`${dim(stack)}\n`);
  world.stderr.write(`${red(marks.failed)} ${message}\n${hint ? `  ${hint}\n` : ''}`);
  if (wantsJson) world.stdout.write(json({ error: { code, message, ...(hint ? { hint } : {}) } }));
  return exit;
}

interface Problem {
  code: string;
  message: string;
  hint?: string | undefined;
  exit: number;
  /** Only of what we did not foresee. */
  stack?: string | undefined;
}

function problemOf(error: unknown): Problem {
  // What failed when a lock was to be given back, too: why it came to that is what was there first.
  if (error instanceof SuppressedError) return problemOf(error.suppressed);
  if (error instanceof UserError) return { code: error.code, message: error.message, hint: error.hint, exit: error.exit };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: 'bug', message: `this is a bug in portside, please report it: ${message}`, exit: exitCode.bug, stack };
}
