import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { parts } from './exec-output.ts';

const fromStderr = 2;

/** Both streams of a container, taken apart, and no faster than they are read. They end where the engine's connection does. */
export async function attach(container: Dockerode.Container): Promise<{ stdout: Readable; stderr: Readable }> {
  const stream = (await container.attach({ stream: true, stdout: true, stderr: true })) as unknown as Readable;
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  void pump();
  return { stdout, stderr };

  async function pump(): Promise<void> {
    try {
      for await (const { from, part } of parts(stream)) {
        const to = from === fromStderr ? stderr : stdout;
        // Who has stopped reading holds nobody up.
        if (!to.destroyed && !to.write(part)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
    } catch {
      // Its exit code tells how it ended.
    }
    stdout.end();
    stderr.end();
  }
}
