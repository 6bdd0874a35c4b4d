import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The ports that are leased in a PORTSIDE_HOME. */
export function leasedPorts(home: string): number[] {
  return query(home, 'SELECT port FROM leases ORDER BY port').map(({ port }) => Number(port));
}

/** What is still kept of instances: `lease PORT`, `instance NAME`, `lock NAME`, `execution UUID`. */
export function keptOf(home: string): string[] {
  const tables = { lease: 'SELECT port AS name FROM leases', instance: 'SELECT compose_name AS name FROM instances' };
  const working = { lock: 'SELECT compose_name AS name FROM locks', execution: 'SELECT uuid AS name FROM executions' };
  return Object.entries({ ...tables, ...working }).flatMap(([kind, sql]) => query(home, sql).map(({ name }) => `${kind} ${String(name)}`));
}

/** The process that an unfinished execution had at work when it was killed. */
export function childAtWork(home: string): number | undefined {
  const [row] = query(home, 'SELECT child_pid AS pid FROM executions');
  return typeof row?.['pid'] === 'number' ? row['pid'] : undefined;
}

/** A zombie has ended; whoever should have asked for its exit code was killed. */
export async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State: Z');
  return !/^State:\s+[ZX]/m.test(status);
}

/** Every file below a folder that may not be there, with its mode as `ls` would number it: 600. */
export async function filesBelow(folder: string): Promise<{ path: string; mode: string }[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, mode: ((await stat(path)).mode & 0o777).toString(8) })));
}

function query(home: string, sql: string): Record<string, unknown>[] {
  const file = join(home, 'portside.db');
  if (!existsSync(file)) return [];
  const database = new Database(file, { readonly: true, timeout: 5000 });
  try {
    return database.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    database.close();
  }
}
