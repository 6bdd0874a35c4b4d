import type { Definition } from './definition.ts';
import { defineImprove } from './improve.ts';
import { defineMemory } from './memory.ts';
import { defineMock } from './mock.ts';
import type { Program } from './root.ts';

/** Coding agents: what they do, what they learnt, and what they are tested against. */
export function defineAgents(program: Program, definition: Definition): void {
  program.commandsGroup('Agents: can it mend itself?');
  defineImprove(program, definition);
  defineMemory(program, definition);
  defineMock(program, definition);
}
