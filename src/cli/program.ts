import { exitCode } from '../contract/user-error.ts';
import { defineAgents } from './define/agents.ts';
import { defineBeyond } from './define/beyond.ts';
import { defineCompletion } from './define/completion.ts';
import type { Definition } from './define/definition.ts';
import { defineEveryday } from './define/everyday.ts';
import { defineProof } from './define/proof.ts';
import { type Program, rootCommand } from './define/root.ts';
import { defineSafe } from './define/safe.ts';
import type { World } from './world.ts';

/** The command line as data; what a command does is loaded only when it is called. */
export function createProgram(argv: readonly string[], world: World): { program: Program; exit: () => number } {
  let exit: number = exitCode.verified;
  const program = rootCommand(world);
  const dashes = argv.indexOf('--');
  const definition: Definition = {
    world,
    afterDashes: dashes === -1 ? undefined : argv.slice(dashes + 1),
    callOf: (command) => ({ world, flags: command.optsWithGlobals() }),
    finish: (code) => (exit = code),
  };
  defineEveryday(program, definition);
  defineSafe(program, definition);
  defineProof(program, definition);
  defineAgents(program, definition);
  defineBeyond(program, definition);
  defineCompletion(program, definition);
  return { program, exit: () => exit };
}
