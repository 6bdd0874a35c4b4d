import { createByteBuffer } from '../output/byte-buffer.ts';

/** Keeps the beginning of a stream. */
export interface Capture {
  push(bytes: Buffer): void;
  text(): string;
  isTruncated(): boolean;
}

/** Bytes that several captures may keep together. */
export interface Budget {
  left: number;
}

export function createCapture(limit: number, budget: Budget): Capture {
  const kept = createByteBuffer();
  let truncated = false;
  return {
    push(bytes) {
      const fits = bytes.subarray(0, Math.max(0, Math.min(limit - kept.length(), budget.left)));
      kept.append(fits);
      budget.left -= fits.length;
      truncated ||= fits.length < bytes.length;
    },
    text: kept.text,
    isTruncated: () => truncated,
  };
}
