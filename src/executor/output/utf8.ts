import { isUtf8 } from 'node:buffer';

/** Bytes in pieces → pieces of valid UTF-8: no character is cut in two, and what is none becomes U+FFFD. */
export interface Utf8Cutter {
  push(bytes: Buffer): Buffer;
  /** What still waited for the rest of its character. */
  flush(): Buffer;
}

const none: Buffer = Buffer.alloc(0);

export function createUtf8Cutter(): Utf8Cutter {
  let waiting: Buffer = none;
  return {
    push(bytes) {
      const whole = waiting.length > 0 ? Buffer.concat([waiting, bytes]) : bytes;
      const end = endOfCharacters(whole, whole.length);
      waiting = whole.subarray(end);
      return valid(whole.subarray(0, end));
    },
    flush() {
      const rest = valid(waiting);
      waiting = none;
      return rest;
    },
  };
}

function valid(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
}

/** The largest place, not after `end`, that cuts no character which may still become whole (RFC 3629, 3). */
export function endOfCharacters(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return lengthOf(byte) > back ? end - back : end;
  }
  return end;
}

function lengthOf(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}
