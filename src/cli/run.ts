import { CommanderError } from '@commander-js/extra-typings';
import { exitCode } from '../contract/user-error.ts';
import { printProblem } from './print/problem.ts';
import { createProgram } from './program.ts';
import { usageErrorOf } from './usage-error.ts';
import type { World } from './world.ts';

/** One call of the command, from its words to its exit code. Every error ends here, and is said once. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  try {
    const { program, exit } = createProgram(argv, world);
    await program.parseAsync(argv, { from: 'user' });
    return exit();
  } catch (error) {
    return reportProblem(error, argv, world);
  }
}

/** Says what went wrong; returns the exit code. */
export function reportProblem(error: unknown, argv: readonly string[], world: World): number {
  if (!(error instanceof CommanderError)) return printProblem(error, { world, json: wantsJson(argv) });
  if (error.exitCode === 0) return exitCode.verified;
  // Without a command the help is shown; nothing more has to be said.
  if (error.code === 'commander.help') return exitCode.usage;
  return printProblem(usageErrorOf(error), { world, json: wantsJson(argv) });
}

/** Asked of the words themselves: they may be the ones that could not be understood. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json');
}
