import { defineCheck } from './check.ts';
import { defineConfig } from './config.ts';
import type { Definition } from './definition.ts';
import { defineDiagnose } from './diagnose.ts';
import { defineDoctor } from './doctor.ts';
import { definePrune } from './prune.ts';
import { defineRollback } from './rollback.ts';
import type { Program } from './root.ts';
import { defineRestore, defineSnapshot } from './snapshot.ts';

/** What is looked at before something starts, and when something fails. */
export function defineSafe(program: Program, definition: Definition): void {
  program.commandsGroup('Safe: what is wrong, before it starts and when it fails?');
  defineCheck(program, definition);
  defineDoctor(program, definition);
  defineDiagnose(program, definition);
  defineConfig(program, definition);
  defineRollback(program, definition);
  defineSnapshot(program, definition);
  defineRestore(program, definition);
  definePrune(program, definition);
}
