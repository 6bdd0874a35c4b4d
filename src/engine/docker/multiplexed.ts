const headerLength = 8;

/**
 * The payloads of stdout and stderr in the order the engine sent them. Each frame: one byte that names the stream, three zeros,
 * four of length, big-endian (Docker Engine API, "Attach to a container", stream format).
 */
export function demultiplex(buffer: Buffer): string {
  const payloads: Buffer[] = [];
  let at = 0;
  while (at + headerLength <= buffer.length) {
    const start = at + headerLength;
    at = start + buffer.readUInt32BE(at + 4);
    payloads.push(buffer.subarray(start, at));
  }
  return Buffer.concat(payloads).toString('utf8');
}
