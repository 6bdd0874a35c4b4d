import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { EngineError } from '../interface.ts';
import { demultiplex } from './multiplexed.ts';

/** The engine cannot end an exec: after `timeoutMs` its output is no longer waited for, and the command may go on inside. */
export async function execInside(
  container: Dockerode.Container,
  command: string[],
  timeoutMs: number,
): Promise<{ exitCode: number; output: string }> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream: Readable = await exec.start({ Detach: false, Tty: false });
  const timer = setTimeout(
    () => stream.destroy(new EngineError('timeout', `\`${command.join(' ')}\` took longer than ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    const output = demultiplex(await buffer(stream));
    const { ExitCode: exitCode } = await exec.inspect();
    return { exitCode: exitCode ?? 0, output };
  } finally {
    clearTimeout(timer);
  }
}
