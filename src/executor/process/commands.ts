import type { Clock } from '../../system/clock.ts';
import { createStrayKiller } from '../../system/stray-processes.ts';
import { type CommandSpec, type RunningCommand, startCommand } from './running-command.ts';

export type StartSpec = Pick<CommandSpec, 'argv' | 'input' | 'timeoutSeconds' | 'onOutput'> & { uuid: string };

/** Every program that the executor has running: clients' commands and hooks. */
export interface Commands {
  /** Rejects with the system's own error where it cannot be started, and once all were ended. */
  start(spec: StartSpec): Promise<RunningCommand>;
  /** Asks all of them to end. */
  cancelAll(): void;
  /** Kills all of them at once, for when there is no time left. */
  killAll(): void;
  /** Ends all of them, and starts none any more. Resolves when nothing of them is left. */
  endAll(): Promise<void>;
}

export function createCommands(
  surroundings: { cwd: string; env: Record<string, string>; secrets: readonly string[] },
  clock: Clock,
): Commands {
  const killStrays = createStrayKiller();
  const running = new Set<RunningCommand>();
  let over = false;
  return {
    async start({ uuid, ...spec }) {
      if (over) throw new Error('the executor ends');
      const { cwd, env, secrets } = surroundings;
      const mark = `EXECUTION_UUID=${uuid}`;
      const command = await startCommand({ ...spec, cwd, secrets, mark, env: { ...env, EXECUTION_UUID: uuid } }, { clock, killStrays });
      running.add(command);
      void command.done.then(() => running.delete(command));
      return command;
    },
    cancelAll,
    killAll() {
      for (const { kill } of running) kill();
    },
    async endAll() {
      over = true;
      cancelAll();
      await Promise.all([...running].map(({ done }) => done));
    },
  };

  function cancelAll(): void {
    for (const { cancel, release } of running) {
      cancel();
      release();
    }
  }
}
