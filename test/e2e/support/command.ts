import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionEvent } from '../../../src/contract/events.ts';

export const program = fileURLToPath(new URL('../../../portside', import.meta.url));

/** A call of the command that is over. */
export interface Ended {
  exit: number;
  stdout: string;
  stderr: string;
}

/** A call of the command with `--events` that is still at work. */
export interface AtWork {
  /** The first event that fits, whether it has come already or will; rejects where the command ends without it. */
  heard(fits: (event: ExecutionEvent) => boolean): Promise<ExecutionEvent>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

export interface Place {
  cwd: string;
  env: Record<string, string | undefined>;
  /** A command that runs the rest of its words in other circumstances: `setpriv …`, `unshare …`. */
  within: string[];
  /** Kills what is still at work once it aborts. */
  signal: AbortSignal;
}

/** Runs the command as a user would, in a process of its own, to its end. */
export function call(args: string[], place: Place): Promise<Ended> {
  return start(args, place).ended;
}

/** Starts the command and listens to its events. */
export function begin(args: string[], place: Place): AtWork {
  const { child, ended } = start([...args, '--events'], place);
  const events: ExecutionEvent[] = [];
  let look: () => void = () => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line) as ExecutionEvent);
    look();
  });
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    heard(fits) {
      const { promise, resolve, reject } = Promise.withResolvers<ExecutionEvent>();
      look = () => {
        const found = events.find(fits);
        if (found) resolve(found);
      };
      look();
      void ended.then(({ exit, stderr }) => reject(new Error(`ended with exit ${exit} before it was heard: ${stderr}`)));
      return promise;
    },
  };
}

function start(args: string[], { cwd, env, within, signal }: Place) {
  const [first = program, ...rest] = [...within, program, ...args];
  const child = spawn(first, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const { promise: ended, resolve, reject } = Promise.withResolvers<Ended>();
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  child.once('error', reject);
  child.once('close', (code) => resolve({ exit: code ?? killed, ...texts }));
  // A killed command's children may hold its streams open: what counts is its own end.
  child.once('exit', (code) => {
    signal.removeEventListener('abort', kill);
    if (code === null) resolve({ exit: killed, ...texts });
  });
  return { child, ended };
}

const killed = -1;
