import type { Clock } from '../../system/clock.ts';
import type { Launcher } from './launcher.ts';
import { supervise } from './supervise.ts';

/** Of a program that only says its version. */
const patienceMs = 20_000;
const longestAnswer = 20_000;

/** Asks a program something; undefined where there is none of that name. */
export async function ask(
  argv: readonly string[],
  { launcher, clock, environment }: { launcher: Launcher; clock: Clock; environment: Record<string, string> },
): Promise<{ exitCode: number; output: string } | undefined> {
  let output = '';
  const spec = {
    argv,
    cwd: '/',
    env: environment,
    quietMs: patienceMs,
    timeoutMs: patienceMs,
    signal: new AbortController().signal,
    onLife: () => undefined,
    onLine: (line: string) => void (output = `${output}${line}\n`.slice(-longestAnswer)),
    isOver: () => false,
  };
  try {
    const { exitCode } = await supervise(spec, { launcher, clock });
    return exitCode === 127 ? undefined : { exitCode, output };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}
