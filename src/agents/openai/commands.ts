import type { Clock } from '../../system/clock.ts';
import type { Launcher } from '../running/launcher.ts';
import { supervise } from '../running/supervise.ts';
import { createExcerpt } from './excerpt.ts';

/** What a model's commands may do, and where they run. */
export interface Commands {
  /** Its exit code and the end of its output, or why it may not run, as text. Rejects only with the signal's reason. */
  run(command: string | string[], place: { worktree: string; directory: string }, signal: AbortSignal): Promise<string>;
}

export interface CommandRules {
  /**
   * On the host only what the project's criteria run anyway, word for word: a shell there could read and send whatever the user can. In a
   * container of its own, anything.
   */
  allowed: readonly (readonly string[])[] | 'all';
  launcher: Launcher;
  /** All that they see. */
  env: Record<string, string>;
  timeoutMs: number;
  clock: Clock;
  /** Told whenever one prints. */
  onLife(): void;
}

export function createCommands({ allowed, launcher, env, timeoutMs, clock, onLife }: CommandRules): Commands {
  return {
    async run(command, { worktree, directory }, signal) {
      const argv = allowed === 'all' ? inShell(command) : allowed.find((words) => isSame(words, command));
      if (!argv) return `error: only these may be run here: ${listed(allowed)}`;
      const output = createExcerpt();
      const onLine = (line: string) => output.push(line);
      try {
        const spec = { argv, cwd: directory, worktree, env, quietMs: timeoutMs, timeoutMs, signal, onLine, onLife, isOver: () => false };
        const { exitCode, ending } = await supervise(spec, { launcher, clock });
        return `${ending === 'itself' ? `exit code ${exitCode}` : `ended after ${timeoutMs / 1000} s`}\n${output.text()}`;
      } catch (error) {
        signal.throwIfAborted();
        return `error: it cannot be started: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}

function inShell(command: string | string[]): readonly string[] {
  return typeof command === 'string' ? ['sh', '-c', command] : command;
}

function isSame(words: readonly string[], command: string | string[]): boolean {
  if (typeof command === 'string') return words.join(' ') === command.trim().replaceAll(/\s+/g, ' ');
  return words.length === command.length && words.every((word, index) => word === command[index]);
}

function listed(allowed: readonly (readonly string[])[] | 'all'): string {
  return allowed === 'all' || allowed.length === 0 ? 'none' : allowed.map((words) => `\`${words.join(' ')}\``).join(', ');
}
