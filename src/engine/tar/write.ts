import type { FileToPut } from '../interface/archives.ts';

const block = 512;
/** What a header has room for; longer names, and those beyond ASCII, go into a header of their own. */
const shortName = 100;

/**
 * A tar archive of files (POSIX ustar, with extended headers where names need them), all changed at one moment, in epoch milliseconds.
 * Leading slashes of paths are left out.
 */
export function writeTar(files: readonly FileToPut[], changedAt: number): Buffer {
  const time = Math.floor(changedAt / 1000);
  return Buffer.concat([...files.flatMap((file) => entry(file, time)), Buffer.alloc(2 * block)]);
}

function entry({ path, content, mode = 0o644, uid = 0, gid = 0 }: FileToPut, time: number): Buffer[] {
  const name = path.replace(/^\/+/, '');
  const file = padded(header(isShort(name) ? name : 'file', Buffer.from(content), { mode, uid, gid, time, type: '0' }));
  return isShort(name) ? file : [...padded(header('pax', record('path', name), { mode: 0o644, uid: 0, gid: 0, time, type: 'x' })), ...file];
}

function isShort(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  return name.length <= shortName && /^[\u0000-\u007F]*$/.test(name);
}

function padded([head, content]: [Buffer, Buffer]): Buffer[] {
  return [head, content, Buffer.alloc((block - (content.length % block)) % block)];
}

/** Fields and their places: pax(1), "ustar Interchange Format". */
function header(
  name: string,
  content: Buffer,
  { mode, uid, gid, time, type }: { mode: number; uid: number; gid: number; time: number; type: '0' | 'x' },
): [Buffer, Buffer] {
  const head = Buffer.alloc(block);
  head.write(name, 0, shortName, 'latin1');
  head.write(octal(mode, 8), 100, 'latin1');
  head.write(octal(uid, 8), 108, 'latin1');
  head.write(octal(gid, 8), 116, 'latin1');
  head.write(octal(content.length, 12), 124, 'latin1');
  head.write(octal(time, 12), 136, 'latin1');
  head.write(' '.repeat(8), 148, 'latin1');
  head.write(type, 156, 'latin1');
  head.write('ustar\u000000', 257, 'latin1');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${octal(sum, 7)} `, 148, 'latin1');
  return [head, content];
}

/** Filled up with zeros, and ended by one that is no digit. */
function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits too. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
