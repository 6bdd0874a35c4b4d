import { readFile } from 'node:fs/promises';

/** A TCP port in state LISTEN; `loopback` means that only its own machine or container reaches it. */
export interface Listener {
  port: number;
  loopback: boolean;
}

/**
 * What listens in the network namespace of a process: /proc/PID/net/tcp and tcp6 (proc(5)). It needs no tool inside the
 * container. Undefined where /proc does not show that process, or shows another one than the container's.
 */
export async function listenersOf(pid: number, containerId: string): Promise<Listener[] | undefined> {
  try {
    const [groups, tcp, tcp6] = await Promise.all([read(pid, 'cgroup'), read(pid, 'net/tcp'), read(pid, 'net/tcp6').catch(() => '')]);
    if (!groups.includes(containerId)) return undefined;
    return [...listenersIn(tcp), ...listenersIn(tcp6)];
  } catch {
    return undefined;
  }
}

function read(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8');
}

const listenState = '0A';
/** 127.0.0.11: the name server that Docker puts into every container of a network. */
const dockersNames = '0B00007F';

/** The listening ones of a table such as /proc/net/tcp, or of several one below the other. */
export function listenersIn(table: string): Listener[] {
  return table.split('\n').flatMap((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    const [address, port] = local?.split(':') ?? [];
    if (state !== listenState || address === dockersNames || !address || !port) return [];
    return [{ port: Number.parseInt(port, 16), loopback: isLoopback(address) }];
  });
}

/** Addresses are hexadecimal words in host byte order: 127.x.x.x ends in 7F, ::1 is three zero words and 01000000. */
function isLoopback(address: string): boolean {
  return address.length === 8
    ? address.endsWith('7F')
    : address === '00000000000000000000000001000000' || /^0{16}FFFF0000.{6}7F$/.test(address);
}
