import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
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
  const timer = setTimeout(
    () => stream.destroy(new EngineError('timeout', `\`${command.join(' ')}\` took longer than ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    if (input !== undefined) stream.end(input);
    const output = demultiplex(await buffer(stream));
    const { ExitCode: exitCode } = await exec.inspect();
    return { exitCode: exitCode ?? 0, output };
  } finally {
    clearTimeout(timer);
  }
}

function execOptions({ input, user, workdir, environment, privileged }: ExecOptions): Dockerode.ExecCreateOptions {
  return {
    ...(input !== undefined && { AttachStdin: true }),
    ...(user !== undefined && { User: user }),
    ...(workdir !== undefined && { WorkingDir: workdir }),
    ...(environment && { Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
    ...(privileged && { Privileged: true }),
  };
}
