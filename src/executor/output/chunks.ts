import { endOfCharacters } from './utf8.ts';

/** Bytes of UTF-8 in one notification. */
export const chunkBytes = 64 * 1024;

/** What was read at once → pieces of at most 64 KiB, no character cut in two. */
export function chunksOf(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + chunkBytes);
    const whole = end === bytes.length ? end : endOfCharacters(bytes, end);
    chunks.push(bytes.subarray(start, whole));
    start = whole;
  }
  return chunks;
}
