import type { Definition } from './definition.ts';
import { defineGraduate } from './graduate.ts';
import { defineHistory } from './history.ts';
import { defineLedger } from './ledger.ts';
import type { Program } from './root.ts';
import { defineVerify } from './verify.ts';

/** What the ledger can prove. */
export function defineProof(program: Program, definition: Definition): void {
  program.commandsGroup('Proof: did it happen, and how often did it go well?');
  defineLedger(defineHistory(program, definition), definition);
  defineVerify(program, definition);
  defineGraduate(program, definition);
}
