/** Bytes that were appended, in one piece: a million small pieces would take a hundred times their size. */
export interface ByteBuffer {
  append(bytes: Buffer): void;
  /** Keeps only the last of them. */
  keepLast(count: number): void;
  length(): number;
  text(): string;
}

const smallest = 1024;

export function createByteBuffer(): ByteBuffer {
  let room = Buffer.alloc(0);
  let used = 0;
  return {
    append(bytes) {
      if (used + bytes.length > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(smallest, room.length * 2, used + bytes.length));
        room.copy(larger, 0, 0, used);
        room = larger;
      }
      bytes.copy(room, used);
      used += bytes.length;
    },
    keepLast(count) {
      const kept = Math.min(count, used);
      room.copyWithin(0, used - kept, used);
      used = kept;
    },
    length: () => used,
    text: () => room.toString('utf8', 0, used),
  };
}
