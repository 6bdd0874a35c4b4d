import { readFile } from 'node:fs/promises';

/** The far end of a TCP connection. */
export interface Peer {
  address: string;
  port: number;
}

/**
 * Whom a container is connected to: the tables of its main process in /proc (proc(5)), so that it needs no tool inside. Undefined where /proc does not
 * show that process, or shows another one than the container's.
 */
export async function peersOf(pid: number, containerId: string): Promise<Peer[] | undefined> {
  try {
    const [groups, tcp, tcp6] = await Promise.all([read(pid, 'cgroup'), read(pid, 'net/tcp'), read(pid, 'net/tcp6').catch(() => '')]);
    return groups.includes(containerId) ? [...peersIn(tcp), ...peersIn(tcp6)] : undefined;
  } catch {
    return undefined;
  }
}

function read(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8');
}

/** ESTABLISHED, and SYN_SENT: about to be. */
const openStates = ['01', '02'];

/** The far ends of open connections in a table such as /proc/net/tcp, or in several one below the other. */
export function peersIn(table: string): Peer[] {
  return table.split('\n').flatMap((line) => {
    const [, , remote, state = ''] = line.trim().split(/\s+/);
    const [address, port] = remote?.split(':') ?? [];
    if (!openStates.includes(state) || !address || !port) return [];
    return [{ address: readAddress(address), port: Number.parseInt(port, 16) }];
  });
}

/** Addresses are hexadecimal words in host byte order; an IPv4 one within IPv6 is written as IPv4. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16)));
  const mapped = /^0{16}FFFF0000/i.test(hex);
  if (bytes.length === 4 || mapped) return bytes.slice(-4).join('.');
  const groups = Array.from({ length: 8 }, (_, place) => ((bytes[2 * place] ?? 0) * 256 + (bytes[2 * place + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
