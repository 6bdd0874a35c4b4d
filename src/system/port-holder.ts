import { readFile, readdir, readlink } from 'node:fs/promises';

export interface HoldingProgram {
  program: string;
  pid: number;
}

/** Which program has the port. Undefined where that cannot be seen: another user's program, or no /proc. */
export async function holderOf(port: number, protocol: 'tcp' | 'udp' = 'tcp'): Promise<HoldingProgram | undefined> {
  const inodes = new Set(await socketsAt(port, protocol));
  if (inodes.size === 0) return undefined;
  for (const pid of await processIds()) {
    if (await hasOneOf(pid, inodes)) return { program: await programOf(pid), pid };
  }
  return undefined;
}

/** Whether anybody's socket has the port, as far as /proc shows: what it says needs no right to bind. */
export async function isListed(port: number, protocol: 'tcp' | 'udp'): Promise<boolean> {
  return (await socketsAt(port, protocol)).length > 0;
}

async function socketsAt(port: number, protocol: 'tcp' | 'udp'): Promise<string[]> {
  return (await Promise.all([protocol, `${protocol}6`].map((table) => inodesIn(`/proc/net/${table}`, port)))).flat();
}

/** proc_pid_net(5): column 1 is `address:port` in hex, column 3 the state (0A listens; UDP has 07), column 9 the socket's inode. */
async function inodesIn(table: string, port: number): Promise<string[]> {
  const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1);
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(wanted) && (columns[3] === '0A' || columns[3] === '07'))
    .flatMap((columns) => columns[9] ?? []);
}

async function processIds(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.map(Number).filter(Number.isInteger);
}

async function hasOneOf(pid: number, inodes: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')));
  return links.some((link) => inodes.has(link.slice('socket:['.length, -1)));
}

async function programOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'unknown program')).trim();
}

/** The id of the container that a process belongs to, as its control group names it; undefined for one of the machine's own. */
export async function containerIdOf(pid: number): Promise<string | undefined> {
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  return /[0-9a-f]{64}/.exec(groups)?.[0];
}
