const hidden = Buffer.from('***');
const none: Buffer = Buffer.alloc(0);

/** Hides secrets in bytes that come in pieces, though one may be cut in two between them, hold another, or overlap with one. */
export interface SecretFilter {
  /** What may be passed on; the beginning of what could become a secret waits for the next piece. */
  push(bytes: Buffer): Buffer;
  /** What still waited. */
  flush(): Buffer;
}

/** From its first byte to behind its last. */
type Span = [start: number, end: number];

export function createSecretFilter(secrets: readonly string[]): SecretFilter {
  const sought = secrets.filter((secret) => secret.length > 0).map((secret) => Buffer.from(secret));
  let waiting: Buffer = none;
  /** As many of those that wait belong to a secret in whose place the stars stand already. */
  let hiddenBefore = 0;

  function passOn(whole: Buffer, end: number): Buffer {
    const pieces: Buffer[] = [];
    let done = hiddenBefore;
    for (const [start, stop] of spansOf(whole, sought)) {
      if (start < done) done = Math.max(done, stop);
      else if (start < end) {
        pieces.push(whole.subarray(done, start), hidden);
        done = stop;
      }
    }
    if (done < end) pieces.push(whole.subarray(done, end));
    hiddenBefore = Math.max(0, done - end);
    waiting = whole.subarray(end);
    return pieces.length === 1 ? (pieces[0] ?? none) : Buffer.concat(pieces);
  }

  return {
    push(bytes) {
      if (sought.length === 0) return bytes;
      const whole = waiting.length > 0 ? Buffer.concat([waiting, bytes]) : bytes;
      return passOn(whole, whole.length - Math.max(...sought.map((secret) => overlap(whole, secret))));
    },
    flush: () => passOn(waiting, waiting.length),
  };
}

/** Where secrets are, also one in another, in their order. */
function spansOf(bytes: Buffer, secrets: readonly Buffer[]): Span[] {
  const spans: Span[] = [];
  for (const secret of secrets) {
    for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at + 1)) spans.push([at, at + secret.length]);
  }
  return spans.toSorted(([a], [b]) => a - b);
}

/** How many of the last bytes are the beginning of the secret, short of all of it. */
function overlap(bytes: Buffer, secret: Buffer): number {
  for (let length = Math.min(bytes.length, secret.length - 1); length > 0; length -= 1) {
    if (bytes.compare(secret, 0, length, bytes.length - length) === 0) return length;
  }
  return 0;
}
