import type { World } from './world.ts';

/** The real world: this process, its terminal and its signals. */
export function processWorld(version: string): World {
  const environment = definedOf(process.env);
  const currentDirectory = process.cwd();
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
    interruptible,
    async confirm(question) {
      const { confirm } = await import('@clack/prompts');
      return (await confirm({ message: question, initialValue: false, output: process.stderr })) === true;
    },
  };
}

function interruptible(again: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => (controller.signal.aborted ? again() : controller.abort());
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
