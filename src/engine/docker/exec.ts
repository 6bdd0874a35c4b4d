import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { EngineError } from '../interface.ts';
import type { ExecOptions } from '../interface/containers.ts';
import { demultiplex } from './multiplexed.ts';

/** The engine cannot end an exec: after `timeoutMs` its output is no longer waited for, and the command may go on inside. */
export async function execInside(
  container: Dockerode.Container,
  command: string[],
  timeoutMs: number,
  how: ExecOptions = {},
): Promise<{ exitCode: number; output: string }> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true, ...execOptions(how) });
  const { input } = how;
  // Only an upgraded connection can be closed on one side: how else would the command know that its input is over?
  const stream: Duplex = await exec.start({ Detach: false, Tty: false, ...(input !== undefined && { hijack: true, stdin: true }) });
  const late = AbortSignal.timeout(timeoutMs);
  const giveUp = () => stream.destroy(tooLong(command, timeoutMs));
  late.addEventListener('abort', giveUp);
  try {
    if (input !== undefined) stream.end(input);
    const output = demultiplex(await buffer(stream));
    return { exitCode: await exitCodeOf(exec, () => late.aborted && tooLong(command, timeoutMs)), output };
  } finally {
    late.removeEventListener('abort', giveUp);
  }
}

function tooLong(command: string[], timeoutMs: number): EngineError {
  return new EngineError('timeout', `\`${command.join(' ')}\` took longer than ${timeoutMs} ms`);
}

/** A command that has closed its output may go on; one of an engine that was killed has no exit code. */
async function exitCodeOf(exec: Dockerode.Exec, late: () => EngineError | false): Promise<number> {
  for (;;) {
    const { ExitCode: exitCode, Running: running } = await exec.inspect();
    if (!running && exitCode !== null) return exitCode;
    if (!running) throw new EngineError('unreachable', 'the engine was started again meanwhile, and does not know how the command ended');
    const problem = late();
    if (problem) throw problem;
    await setTimeout(askAgainMs);
  }
}

const askAgainMs = 50;

function execOptions({ input, user, workdir, environment, privileged }: ExecOptions): Dockerode.ExecCreateOptions {
  return {
    ...(input !== undefined && { AttachStdin: true }),
    ...(user !== undefined && { User: user }),
    ...(workdir !== undefined && { WorkingDir: workdir }),
    ...(environment && { Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
    ...(privileged && { Privileged: true }),
  };
}
