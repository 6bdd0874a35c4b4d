import { describe } from 'vitest';
import { authorisation } from './suite/authorisation.ts';
import { bounds } from './suite/bounds.ts';
import { commandLines } from './suite/command-lines.ts';
import { control } from './suite/control.ts';
import { estimates } from './suite/estimates.ts';
import { execution } from './suite/execution.ts';
import { hooks } from './suite/hooks.ts';
import { notices } from './suite/notices.ts';
import { rpc } from './suite/rpc.ts';
import { secrets } from './suite/secrets.ts';
import { taskLists } from './suite/task-lists.ts';
import type { StartTarget } from './target.ts';

/**
 * What every executor must do, seen by its clients alone. It needs no more of the machine than Node and what coreutils hold. Where a target
 * cannot be started with other settings (`settings: false`), what depends on them is left out.
 */
export function executorContract(name: string, start: StartTarget, { settings = true }: { settings?: boolean } = {}): void {
  const parts = [rpc, execution, control, commandLines, notices, taskLists];
  const dependent = [authorisation, secrets, bounds, hooks, estimates];
  describe(name, () => {
    // Side by side, for much of it is waiting; each has executors of its own.
    for (const part of [...parts, ...(settings ? dependent : [])]) {
      describe.concurrent(part.name, () => {
        describe('in turn', { concurrent: false }, () => part(start));
      });
    }
  });
}
