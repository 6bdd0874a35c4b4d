import { createByteBuffer } from '../output/byte-buffer.ts';
import { endOfCharacters } from '../output/utf8.ts';

/** Keeps the beginning of a stream of valid UTF-8. */
export interface Capture {
  push(bytes: Buffer): void;
  text(): string;
  isTruncated(): boolean;
}

/** Bytes that several captures may keep together. */
export interface Budget {
  left: number;
}

/** Keeps no more than `limit` bytes, nor than any of the budgets has left. */
export function createCapture(limit: number, budgets: readonly Budget[]): Capture {
  const kept = createByteBuffer();
  let truncated = false;
  return {
    push(bytes) {
      const room = truncated ? 0 : Math.max(0, Math.min(limit - kept.length(), ...budgets.map(({ left }) => left)));
      const fits = room < bytes.length ? bytes.subarray(0, endOfCharacters(bytes, room)) : bytes;
      kept.append(fits);
      for (const budget of budgets) budget.left -= fits.length;
      truncated ||= fits.length < bytes.length;
    },
    text: kept.text,
    isTruncated: () => truncated,
  };
}
