import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations } from '../../src/ledger/schema.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import { mustRun } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const portside = join(root, 'portside');
export const node = join(root, 'node_modules', '.bin', 'node');
export const main = join(root, 'dist', 'main.js');

/** A copy of a project and a PORTSIDE_HOME of its own; whatever happens, nothing of it stays. */
export interface Place extends AsyncDisposable {
  project: string;
  environment: { PORTSIDE_HOME: string };
}

/** `source` is relative to the repository's root. */
export async function makePlace(source: string): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), 'portside-bench-'));
  const project = join(home, basename(source));
  await cp(join(root, source), project, { recursive: true });
  const environment = { PORTSIDE_HOME: join(home, 'state') };
  return {
    project,
    environment,
    async [Symbol.asyncDispose]() {
      await mustRun([portside, 'down', '--everything', '--volumes', '--yes', '--quiet'], { cwd: project, env: environment });
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Containers, networks and volumes whose label has this value, as docker's own command sees them. */
export async function leftovers(label: string): Promise<number> {
  const filter = ['--filter', `label=${label}`, '--quiet'];
  const lists = [
    ['ps', '--all', ...filter],
    ['network', 'ls', ...filter],
    ['volume', 'ls', ...filter],
  ];
  const answers = await Promise.all(lists.map((args) => mustRun(['docker', ...args])));
  return answers.reduce((sum, { stdout }) => sum + stdout.split('\n').filter(Boolean).length, 0);
}

/** Ports that are still leased in this place. */
export async function leasesIn({ environment }: Place): Promise<number> {
  const database = openDatabase(join(environment.PORTSIDE_HOME, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  try {
    return await database.read((sql) => sql.column('SELECT port FROM leased_ports').length);
  } finally {
    await database.close();
  }
}
