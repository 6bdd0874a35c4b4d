import { text } from 'node:stream/consumers';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { World } from './world.ts';

/** What only the program's root can do. */
export interface Process {
  /** Ends a command that has nothing to undo. */
  leave(): void;
  /** From now on a closed terminal ends the process as TERM does: what is under way is undone. */
  endOnHangup?(): Promise<void>;
}

/** The real world: this process, its terminal and its signals. */
export function processWorld(version: string, { leave, endOnHangup }: Process): World {
  const environment = definedOf(process.env);
  const currentDirectory = process.cwd();
  const interruption = interruptions(endOnHangup);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      // Whoever reads has seen enough, as in `portside logs | head`, or the terminal is gone; an `up` must not be left half-way for that.
      if (!interruption.interrupt()) leave();
    });
  }
  return {
    environment,
    currentDirectory,
    version,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => Date.now(),
    every(ms, work) {
      const timer = setInterval(work, ms);
      return () => clearInterval(timer);
    },
    async openApp() {
      const { createApp } = await import('../app.ts');
      return createApp({ environment, currentDirectory });
    },
    async verifyLedger() {
      const { verifyLedger } = await import('../verify-ledger.ts');
      return verifyLedger({ environment, currentDirectory });
    },
    async serve() {
      const { serve } = await import('../serve.ts');
      return serve({ environment, currentDirectory, version, writeLog: (line) => process.stderr.write(line) });
    },
    async mockClaude(options) {
      const { startMock, greeting } = await import('../../mock-claude/src/index.ts');
      const mock = await startMock(options);
      return { ...mock, greeting: greeting(mock.url) };
    },
    interruptible: interruption.claim,
    async confirm(question) {
      const { confirm } = await import('@clack/prompts');
      return (await confirm({ message: question, initialValue: false, output: process.stderr })) === true;
    },
    async readValue(question) {
      if (!process.stdin.isTTY) return text(process.stdin);
      const { password } = await import('@clack/prompts');
      const typed = await password({ message: question, output: process.stderr });
      if (typeof typed === 'string') return typed;
      throw new UserError({ code: 'nothing-typed', exit: exitCode.interrupted, message: 'nothing was changed' });
    },
  };
}

/** Until a command claims them, Ctrl-C and TERM end the process as they always do. */
function interruptions(endOnHangup: Process['endOnHangup']) {
  const controller = new AbortController();
  let claimed = false;
  return {
    claim(again: () => void): AbortSignal {
      claimed = true;
      const interrupt = () => (controller.signal.aborted ? again() : controller.abort());
      process.on('SIGINT', interrupt);
      process.on('SIGTERM', interrupt);
      void endOnHangup?.();
      return controller.signal;
    },
    /** False where nobody would hear it. */
    interrupt(): boolean {
      if (claimed) controller.abort();
      return claimed;
    },
  };
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
