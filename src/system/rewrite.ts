import { chmod, lstat, mkdir, readFile, stat } from 'node:fs/promises';

/** A file that can be read as text and written back the same, and its permission bits; undefined for any other. */
export async function readRewritable(file: string): Promise<{ text: string; mode: number } | undefined> {
  try {
    const [bytes, { mode }] = await Promise.all([readFile(file), stat(file)]);
    const text = bytes.toString('utf8');
    // Another encoding would not come back as it was.
    return Buffer.from(text).equals(bytes) && !text.includes('\0') ? { text, mode: mode & 0o7777 } : undefined;
  } catch {
    return undefined;
  }
}

export async function changeMode(file: string, mode: number): Promise<void> {
  await chmod(file, mode);
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}

/** Whether anything lies there, a link that leads nowhere too. */
export async function isPresent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
