import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** The lines of a text file, one after the other: it need not fit into memory. */
export function readLines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

/** Writes a new file, whole or not at all, for this user only; resolves to the number of lines. `draft` is a name beside it that nobody else uses. */
export async function writeLines(file: string, draft: string, lines: AsyncIterable<string>): Promise<number> {
  const handle = await open(draft, 'wx', 0o600);
  let count = 0;
  try {
    for await (const line of lines) {
      await handle.write(line);
      count++;
    }
    await handle.sync();
    await rename(draft, file);
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return count;
}
