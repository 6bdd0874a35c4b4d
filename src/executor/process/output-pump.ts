import type { Readable } from 'node:stream';
import type { OutputChunk } from '../../contract/executor.ts';
import { createSecretFilter } from '../output/secret-filter.ts';
import type { Clock } from '../../system/clock.ts';
import { createUtf8Cutter } from '../output/utf8.ts';

export type OutputType = OutputChunk['type'];

/** Told what was written: valid UTF-8, no secret in it. */
export type OutputListener = (type: OutputType, bytes: Buffer) => void;

/** Reads both streams of a process. */
export interface OutputPump {
  /** Stops reading: the process waits in its own write once the pipe is full. */
  hold(): void;
  release(): void;
  /** Resolves once all has been read, or nothing came for that long although reading was allowed. */
  drained(quietMs: number): Promise<void>;
}

export function pumpOutput(
  { stdout, stderr }: Record<OutputType, Readable>,
  { secrets, onOutput }: { secrets: readonly string[]; onOutput: OutputListener },
  { monotonic }: Pick<Clock, 'monotonic'>,
): OutputPump {
  const streams = { stdout, stderr };
  let held = false;
  let lastRead = monotonic();
  const ended = Promise.all([read('stdout'), read('stderr')]);

  function read(type: OutputType): Promise<void> {
    const cutter = createUtf8Cutter();
    const filter = createSecretFilter(secrets);
    const tell = (bytes: Buffer) => bytes.length > 0 && onOutput(type, bytes);
    streams[type].on('data', (bytes: Buffer) => {
      lastRead = monotonic();
      tell(filter.push(cutter.push(bytes)));
    });
    return new Promise((resolve) => {
      streams[type].once('close', () => {
        tell(filter.push(cutter.flush()));
        tell(filter.flush());
        resolve();
      });
    });
  }

  return {
    hold() {
      held = true;
      for (const stream of [stdout, stderr]) stream.pause();
    },
    release() {
      if (!held) return;
      held = false;
      lastRead = monotonic();
      for (const stream of [stdout, stderr]) stream.resume();
    },
    async drained(quietMs) {
      const timer = setInterval(() => {
        if (held || monotonic() - lastRead < quietMs) return;
        for (const stream of [stdout, stderr]) stream.destroy();
      }, quietMs / 4);
      await ended;
      clearInterval(timer);
    },
  };
}
