import type { Readable } from 'node:stream';

const block = 512;

/** At most `wanted` bytes of the first regular file in a tar archive (POSIX ustar, with or without extended headers). */
export async function firstFileOf(archive: Readable, wanted: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of archive) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    for (let entry = entryOf(bytes); entry; entry = entryOf(bytes)) {
      const end = block + Math.min(entry.size, wanted);
      // Leaving the loop ends the stream: nobody sends the rest of a large file.
      if (entry.isFile && bytes.length >= end) return bytes.subarray(block, end);
      const next = block + Math.ceil(entry.size / block) * block;
      if (entry.isFile || bytes.length < next) break;
      bytes = bytes.subarray(next);
    }
  }
  return Buffer.alloc(0);
}

function entryOf(bytes: Buffer): { size: number; isFile: boolean } | undefined {
  if (bytes.length < block) return undefined;
  const type = String.fromCodePoint(bytes[156] ?? 0);
  return { size: Number.parseInt(bytes.toString('latin1', 124, 136), 8) || 0, isFile: type === '0' || type === '\0' };
}
