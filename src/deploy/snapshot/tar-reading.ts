const block = 512;

/** What goes by of a tar archive, while it is copied. */
export interface TarReading {
  /** Throws where it is no tar archive, or not a whole one. */
  push(chunk: Buffer): void;
  /** Throws where the archive ended before its end. */
  end(): TarSummary;
}

export interface TarSummary {
  bytes: number;
  /** Files, folders and links, the volume's own folder not counted. */
  entries: number;
  /** Of `./`, the archived folder itself. */
  root?: { mode: number; uid: number; gid: number };
}

/**
 * Follows a tar archive (POSIX ustar with pax and GNU extensions) from header to header, in constant memory: an engine that fails in the middle
 * of an archive may just end it, and half a volume must never count as a copy.
 */
export function readTarAlong(): TarReading {
  const summary: TarSummary = { bytes: 0, entries: 0 };
  /** What is not yet a whole header or extended header. */
  let pending = Buffer.alloc(0);
  /** Bytes of content still to come and not looked at. */
  let skip = 0;
  let largeSize: number | undefined;
  let extended = 0;
  let ended = false;

  return {
    push(chunk) {
      summary.bytes += chunk.length;
      let rest = chunk;
      while (rest.length > 0 && !ended) {
        const skipped = Math.min(skip, rest.length);
        skip -= skipped;
        rest = rest.subarray(skipped);
        const wanted = Math.max(extended, block) - pending.length;
        if (rest.length === 0) return;
        pending = Buffer.concat([pending, rest.subarray(0, wanted)]);
        rest = rest.subarray(wanted);
        if (pending.length < Math.max(extended, block)) return;
        const whole = pending;
        pending = Buffer.alloc(0);
        if (extended > 0) takeExtended(whole);
        else takeHeader(whole);
      }
    },
    end() {
      if (!ended) throw new Error('the archive broke off before its end');
      return summary;
    },
  };

  function takeHeader(head: Buffer): void {
    if (head.every((byte) => byte === 0)) {
      ended = true;
      return;
    }
    if (octal(head, 148, 8) !== sumOf(head)) throw new Error('what the engine sent is not a tar archive');
    const type = String.fromCodePoint(head[156] ?? 0);
    const size = padded(largeSize ?? number(head, 124, 12));
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      extended = type === 'x' ? size : 0;
      skip = type === 'x' ? 0 : size;
      return;
    }
    largeSize = undefined;
    skip = size;
    const name = head.toString('latin1', 0, 100).split('\0', 1)[0];
    if (type === '5' && (name === './' || name === '.'))
      summary.root = { mode: octal(head, 100, 8) & 0o7777, uid: number(head, 108, 8), gid: number(head, 116, 8) };
    else summary.entries++;
  }

  function takeExtended(content: Buffer): void {
    extended = 0;
    const size = /(?:^|\n)\d+ size=(\d+)\n/.exec(content.toString('latin1'))?.[1];
    if (size !== undefined) largeSize = Number(size);
  }
}

function padded(size: number): number {
  return Math.ceil(size / block) * block;
}

/** Octal digits, or, with the first bit set, a binary number (GNU). */
function number(head: Buffer, start: number, length: number): number {
  if (((head[start] ?? 0) & 0x80) === 0) return octal(head, start, length);
  return head.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, (head[start] ?? 0) & 0x7f);
}

function octal(head: Buffer, start: number, length: number): number {
  return Number.parseInt(head.toString('latin1', start, start + length), 8) || 0;
}

/** The checksum counts its own field as blanks. */
function sumOf(head: Buffer): number {
  return head.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}
