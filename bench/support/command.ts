import { spawn } from 'node:child_process';

export interface Ran {
  exit: number;
  stdout: string;
  stderr: string;
  /** Wall time from the start of the process to its end. */
  seconds: number;
}

/** Runs a program to its end and measures it from outside. */
export function command(argv: string[], { cwd, env = {} }: { cwd?: string; env?: Record<string, string> } = {}): Promise<Ran> {
  const [program = '', ...args] = argv;
  const { promise, resolve, reject } = Promise.withResolvers<Ran>();
  const since = performance.now();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  child.once('error', reject);
  child.once('close', (code) => resolve({ exit: code ?? -1, ...output, seconds: (performance.now() - since) / 1000 }));
  return promise;
}

/** As `command`, but a failure ends the benchmark: figures of something broken are none. */
export async function mustRun(argv: string[], options?: Parameters<typeof command>[1]): Promise<Ran> {
  const ran = await command(argv, options);
  if (ran.exit !== 0)
    throw new Error(`${argv.join(' ')} ended with exit ${ran.exit}: ${ran.stderr.trim().split('\n').slice(-15).join(' | ')}`);
  return ran;
}
