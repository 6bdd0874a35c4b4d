/** Linux takes 128 KiB for one argument, execve(2). */
const mostBytes = 120_000;

/** A text that any program can be given as one argument: no NUL in it, and of one that is too long its middle left out. */
export function asArgument(text: string): string {
  const clean = text.replaceAll('\0', '');
  const bytes = Buffer.from(clean);
  if (bytes.length <= mostBytes) return clean;
  const half = mostBytes / 2 - 100;
  const note = `\n\n[${bytes.length - 2 * half} bytes are left out here]\n\n`;
  return `${wholeCharacters(bytes.subarray(0, half))}${note}${wholeCharacters(bytes.subarray(-half))}`;
}

function wholeCharacters(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\uFFFD', '');
}
