import { createByteBuffer } from './byte-buffer.ts';

/** The last bytes of what was written, for those who only want to see how it ended. */
export interface Tail {
  push(bytes: Buffer): void;
  text(): string;
}

export function createTail(limit: number): Tail {
  const kept = createByteBuffer();
  let pushed = 0;
  return {
    push(bytes) {
      pushed += bytes.length;
      kept.append(bytes.subarray(-limit));
      // Moving them each time would cost more than the room for as many again.
      if (kept.length() > limit * 2) kept.keepLast(limit);
    },
    text() {
      kept.keepLast(limit);
      // What was cut off may have left the end of a character.
      return pushed > limit ? kept.text().replace(/^\uFFFD+/, '') : kept.text();
    },
  };
}
