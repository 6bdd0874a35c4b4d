/** The beginning of a stream, for the result. */
export interface KeptOutput {
  push(data: string): void;
  text(): string;
  isTruncated(): boolean;
}

/** Keeps at most `limit` bytes of UTF-8, and no part of a character. */
export function keepOutput(limit: number): KeptOutput {
  const pieces: string[] = [];
  let left = limit;
  let truncated = false;
  return {
    push(data) {
      if (truncated) return;
      const bytes = Buffer.byteLength(data);
      truncated = bytes > left;
      pieces.push(truncated ? beginning(data, left) : data);
      left -= bytes;
    },
    text: () => pieces.join(''),
    isTruncated: () => truncated,
  };
}

/** `stream` holds back the bytes of a character that is cut. */
function beginning(data: string, bytes: number): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(data).subarray(0, bytes), { stream: true });
}
