import { readFile, readlink, statfs } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { processNumbers } from './proc.ts';

/** Of the file system that holds the path, or the nearest folder above it that is there. Undefined where that cannot be seen. */
export async function diskSpace(path: string): Promise<DiskSpace | undefined> {
  try {
    const { bsize, blocks, bavail, bfree, files, ffree } = await statfs(path);
    return { bytes: blocks * bsize, freeBytes: bavail * bsize, reservedBytes: (bfree - bavail) * bsize, files, freeFiles: ffree };
  } catch {
    return dirname(path) === path ? undefined : diskSpace(dirname(path));
  }
}

/** What a file system has left. */
export interface DiskSpace {
  bytes: number;
  /** What a user who is not root may still write; root has `reservedBytes` besides. */
  freeBytes: number;
  reservedBytes: number;
  /** 0 on file systems that do not count them. */
  files: number;
  freeFiles: number;
}

export interface MachineLoad {
  memoryBytes: number;
  /** What programs can still get without swapping; undefined where /proc does not tell. */
  availableBytes?: number;
  cpus: number;
  /** Programs that wanted to run, on average over the last minute. */
  load: number;
}

export async function machineLoad(): Promise<MachineLoad> {
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(await text('/proc/meminfo'))?.[1];
  return {
    memoryBytes: totalmem(),
    ...(available && { availableBytes: Number(available) * 1024 }),
    cpus: availableParallelism(),
    load: loadavg()[0] ?? 0,
  };
}

/** What the kernel allows of files that are open, and of watches; absent where /proc does not tell. */
export interface FileLimits {
  /** Of this process. */
  own?: number;
  /** Of all processes together. */
  open?: number;
  most?: number;
  /** What no process can be allowed to exceed (proc(5): fs.nr_open). */
  mostOfOne?: number;
  inotifyWatches?: number;
  inotifyInstances?: number;
}

export async function fileLimits(): Promise<FileLimits> {
  const [limits, fileNr, nrOpen, watches, instances] = await Promise.all(
    ['self/limits', 'sys/fs/file-nr', 'sys/fs/nr_open', 'sys/fs/inotify/max_user_watches', 'sys/fs/inotify/max_user_instances'].map(
      (name) => text(`/proc/${name}`),
    ),
  );
  const [open, , most] = (fileNr ?? '').trim().split(/\s+/);
  return {
    ...count('own', /^Max open files\s+(\d+)/m.exec(limits ?? '')?.[1]),
    ...count('open', open),
    ...count('most', most),
    ...count('mostOfOne', nrOpen),
    ...count('inotifyWatches', watches),
    ...count('inotifyInstances', instances),
  };
}

function count<Name extends string>(name: Name, said: string | undefined): { [name in Name]?: number } {
  const number = Number.parseInt(said ?? '', 10);
  return Number.isNaN(number) ? {} : ({ [name]: number } as { [name in Name]?: number });
}

/** Subnets that this machine has a route to, but for its way out: `10.8.0.0/24`. IPv4; none where /proc does not tell. */
export async function routedSubnets(): Promise<string[]> {
  const rows = (await text('/proc/net/route')).split('\n').slice(1);
  return rows.flatMap((row) => {
    const [, destination, , , , , , mask] = row.trim().split(/\s+/);
    if (!destination || !mask || mask === '00000000') return [];
    const bits = [...Number.parseInt(mask, 16).toString(2)].filter((bit) => bit === '1').length;
    const bytes = destination.match(/../g) ?? [];
    // The kernel writes the number as it lies in memory, lowest byte first.
    return [
      `${bytes
        .toReversed()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')}/${bits}`,
    ];
  });
}

export interface DaemonLimits {
  /** The hard limit of open files, where it has one. */
  openFiles: number;
  /** Whether it may give its children more than it has itself (CAP_SYS_RESOURCE). */
  mayRaise: boolean;
}

/** Of the programs of those names that run here; the strictest comes first. */
export async function limitsOf(programs: readonly string[]): Promise<DaemonLimits[]> {
  const named = await Promise.all((await processNumbers()).map(async (pid) => ({ pid, name: (await text(`/proc/${pid}/comm`)).trim() })));
  const daemons = named.filter(({ name }) => programs.includes(name));
  const found = await Promise.all(daemons.map(({ pid }) => limitsOfProcess(pid)));
  return found.flat().toSorted((a, b) => a.openFiles - b.openFiles);
}

const mayRaiseLimits = 24n;

async function limitsOfProcess(pid: number): Promise<DaemonLimits[]> {
  const [limits, status] = await Promise.all([text(`/proc/${pid}/limits`), text(`/proc/${pid}/status`)]);
  const hard = /^Max open files\s+\S+\s+(\d+|unlimited)/m.exec(limits)?.[1];
  const effective = /^CapEff:\s+([0-9a-f]+)$/m.exec(status)?.[1];
  if (hard === undefined || effective === undefined) return [];
  const mayRaise = ((BigInt(`0x${effective}`) >> mayRaiseLimits) & 1n) === 1n;
  return [{ openFiles: hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard), mayRaise }];
}

/** Programs at work whose words fit, and where: what they do may be to what somebody else is looking at. */
export async function programsAtWork(words: RegExp): Promise<{ pid: number; commandLine: string; directory: string }[]> {
  const pids = await processNumbers();
  const found = await Promise.all(
    pids.map(async (pid) => ({
      pid,
      commandLine: (await text(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ').trim(),
      directory: await readlink(`/proc/${pid}/cwd`).catch(() => ''),
    })),
  );
  return found.filter(({ pid, commandLine }) => pid !== process.pid && words.test(commandLine));
}

function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Below it only root may listen; undefined where /proc does not tell. */
export async function lowestUnprivilegedPort(): Promise<number | undefined> {
  const port = Number.parseInt(await text('/proc/sys/net/ipv4/ip_unprivileged_port_start'), 10);
  return Number.isNaN(port) ? undefined : port;
}
