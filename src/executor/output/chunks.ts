import { endOfCharacters } from './utf8.ts';

/** Of UTF-8 in one notification. 64 KiB would be allowed; twice as many messages of half the size cost a client in Node less. */
export const chunkBytes = 32 * 1024;

/** What was read at once → pieces that fit into a notification, no character cut in two. */
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
