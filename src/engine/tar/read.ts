import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

const block = 512;

export interface TarEntry {
  /** As the archive has it. */
  path: string;
  kind: 'file' | 'directory';
  content: Buffer;
  mode: number;
  uid: number;
  gid: number;
}

/** Files and folders of a small tar archive (POSIX ustar, with extended headers' names); links and devices are left out. */
export async function readTar(archive: Readable): Promise<TarEntry[]> {
  const bytes = await buffer(archive);
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const head = bytes.subarray(at, at + block);
    const size = octalAt(head, 124, 12);
    const content = bytes.subarray(at + block, at + block + size);
    const type = String.fromCodePoint(head[156] ?? 0);
    if (type === 'x') longName = /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1];
    else {
      const kind = type === '5' ? 'directory' : 'file';
      const owner = { mode: octalAt(head, 100, 8), uid: octalAt(head, 108, 8), gid: octalAt(head, 116, 8) };
      if (['0', '\0', '5'].includes(type)) entries.push({ path: longName ?? nameOf(head), kind, content, ...owner });
      longName = undefined;
    }
    at += block + Math.ceil(size / block) * block;
  }
  return entries;
}

function nameOf(head: Buffer): string {
  const prefix = textAt(head, 345, 155);
  return prefix === '' ? textAt(head, 0, 100) : `${prefix}/${textAt(head, 0, 100)}`;
}

function textAt(head: Buffer, start: number, length: number): string {
  const [text = ''] = head.toString('utf8', start, start + length).split('\0', 1);
  return text;
}

function octalAt(head: Buffer, start: number, length: number): number {
  return Number.parseInt(textAt(head, start, length), 8) || 0;
}
