const hidden = Buffer.from('***');
const none: Buffer = Buffer.alloc(0);

/** Hides secrets in bytes that come in pieces, though one may be cut in two between them. */
export interface SecretFilter {
  /** What may be passed on; the beginning of what could become a secret waits for the next piece. */
  push(bytes: Buffer): Buffer;
  /** What still waited. */
  flush(): Buffer;
}

export function createSecretFilter(secrets: readonly string[]): SecretFilter {
  // One that holds another must be found first.
  const ordered = secrets
    .filter((secret) => secret.length > 0)
    .map((secret) => Buffer.from(secret))
    .toSorted((a, b) => b.length - a.length);
  let waiting: Buffer = none;
  return {
    push(bytes) {
      if (ordered.length === 0) return bytes;
      const whole = withoutSecrets(waiting.length > 0 ? Buffer.concat([waiting, bytes]) : bytes, ordered);
      const end = whole.length - Math.max(...ordered.map((secret) => overlap(whole, secret)));
      waiting = whole.subarray(end);
      return whole.subarray(0, end);
    },
    flush() {
      const rest = waiting;
      waiting = none;
      return rest;
    },
  };
}

function withoutSecrets(bytes: Buffer, secrets: readonly Buffer[]): Buffer {
  return secrets.reduce((rest, secret) => (rest.includes(secret) ? replaced(rest, secret) : rest), bytes);
}

function replaced(bytes: Buffer, secret: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, start)) {
    pieces.push(bytes.subarray(start, at), hidden);
    start = at + secret.length;
  }
  return Buffer.concat([...pieces, bytes.subarray(start)]);
}

/** How many of the last bytes are the beginning of the secret, short of all of it. */
function overlap(bytes: Buffer, secret: Buffer): number {
  for (let length = Math.min(bytes.length, secret.length - 1); length > 0; length -= 1) {
    if (bytes.subarray(-length).equals(secret.subarray(0, length))) return length;
  }
  return 0;
}
