import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { EngineError } from '../interface.ts';

/** Standard output of a command, byte for byte and no faster than it is read; it fails with what the command said where that does not end with 0. */
export async function execOutput(container: Dockerode.Container, command: string[]): Promise<Readable> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream: Readable = await exec.start({ Detach: false, Tty: false });
  const errors: string[] = [];
  return Readable.from(whole(), { objectMode: false });

  async function* whole(): AsyncGenerator<Buffer> {
    for await (const { from, part } of parts(stream)) {
      if (from === stdout) yield part;
      else if (errors.push(part.toString('utf8')) > mostErrors) errors.shift();
    }
    const { ExitCode: exitCode } = await exec.inspect();
    if (exitCode !== 0)
      throw new EngineError('other', `\`${command.join(' ')}\` ended with exit code ${exitCode}: ${errors.join('').trim()}`);
  }
}

const stdout = 1;
const mostErrors = 20;
const headerLength = 8;

/** The frames of both streams, in parts as they come: one byte that names the stream, three zeros, four of length, big-endian, then so many bytes. */
export async function* parts(stream: AsyncIterable<Buffer>): AsyncGenerator<{ from: number; part: Buffer }> {
  let header = Buffer.alloc(0);
  let left = 0;
  let from = 0;
  for await (const chunk of stream) {
    let rest = chunk;
    while (rest.length > 0) {
      if (left === 0) {
        const wanted = headerLength - header.length;
        header = Buffer.concat([header, rest.subarray(0, wanted)]);
        rest = rest.subarray(wanted);
        if (header.length < headerLength) break;
        left = header.readUInt32BE(4);
        from = header[0] ?? 0;
        header = Buffer.alloc(0);
        continue;
      }
      const part = rest.subarray(0, left);
      left -= part.length;
      rest = rest.subarray(part.length);
      yield { from, part };
    }
  }
}
