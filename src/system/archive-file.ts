import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

export interface CompressedFile {
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
}

/** Whoever waits for the copy stands still meanwhile: fast goes before small. */
const level = 1;

/**
 * Compresses a stream into a new file for this user only, in constant memory, and onto the disk itself. `look` sees every chunk before.
 * Rejects with the source's or the system's error, such as ENOSPC, or once the signal aborts; what was written until then is the caller's to remove.
 */
export async function writeCompressed(
  path: string,
  source: Readable,
  look: (chunk: Buffer) => void,
  signal?: AbortSignal,
): Promise<CompressedFile> {
  const { counting, result } = counter();
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  await pipeline(source, looking(look), createGzip({ level }), counting, file, signal ? { signal } : {});
  return result();
}

/** What was compressed, as it was; destroyed with an error where the file is no such thing. */
export function readCompressed(path: string, look: (chunk: Buffer) => void): Readable {
  const out = looking(look);
  pipeline(createReadStream(path), createGunzip(), out).catch((error: Error) => out.destroy(error));
  return out;
}

/** Size and sum of a file as it lies there; undefined where it does not, or may not be read. */
export async function sumOf(path: string, signal?: AbortSignal): Promise<CompressedFile | undefined> {
  const { counting, result } = counter();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(path), counting, nowhere, signal ? { signal } : {});
    return result();
  } catch (error) {
    if (signal?.aborted || !(error instanceof Error && 'code' in error)) throw error;
    return undefined;
  }
}

function looking(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        look(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function counter(): { counting: Transform; result: () => CompressedFile } {
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = looking((chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  return { counting, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}
