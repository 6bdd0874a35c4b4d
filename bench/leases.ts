import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const worker = fileURLToPath(new URL('fixtures/lease-worker.ts', import.meta.url));

export interface LeasesFigures {
  leases: number;
  /** How often a port was given a second time. */
  duplicates: number;
  p50_ms: number;
  p99_ms: number;
  worst_ms: number;
  /** From the moment when every process is ready until the last one is done. */
  total_s: number;
}

/** Many processes take leases in tight loops through the function that `up` calls, bind tests included. */
export async function leases(): Promise<LeasesFigures> {
  const { results, totalMs } = await race({ processes: 16, leasesEach: 100, range: { from: 10_000, to: 29_999 } });
  return figures(results, totalMs);
}

/** What one process got, and how long it waited for each. */
export interface Taken {
  ports: number[];
  waits: number[];
}

export interface Race {
  processes: number;
  leasesEach: number;
  range: { from: number; to: number };
}

/** Starts the processes, lets them go all at once, and waits for the last. */
export async function race({ processes, leasesEach, range }: Race): Promise<{ results: Taken[]; totalMs: number }> {
  const home = await mkdtemp(join(tmpdir(), 'portside-leases-'));
  const workers = Array.from({ length: processes }, (_, number) =>
    fork(worker, [join(home, 'portside.db'), `bench-${number}`, String(leasesEach), String(range.from), String(range.to)]),
  );
  try {
    await Promise.all(workers.map((child) => message<'ready'>(child)));
    const started = performance.now();
    const answers = Promise.all(workers.map((child) => message<Taken>(child)));
    for (const child of workers) child.send('go');
    return { results: await answers, totalMs: performance.now() - started };
  } finally {
    for (const child of workers) child.kill();
    await rm(home, { recursive: true, force: true });
  }
}

async function message<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`a lease worker ended early (exit code ${child.exitCode})`);
  });
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [T];
  return said;
}

function figures(done: readonly Taken[], totalMs: number): LeasesFigures {
  const ports = done.flatMap((result) => result.ports);
  const waits = done.flatMap((result) => result.waits).toSorted((one, other) => one - other);
  const quantile = (share: number) => round(waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0);
  return {
    leases: ports.length,
    duplicates: ports.length - new Set(ports).size,
    p50_ms: quantile(0.5),
    p99_ms: quantile(0.99),
    worst_ms: quantile(1),
    total_s: round(totalMs / 1000),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
