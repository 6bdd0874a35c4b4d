import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { migrations } from '../../src/ledger/schema.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import { findByFile } from '../../src/system/process.ts';
import { mustRun } from '../support/command.ts';
import type { Lane } from './lane.ts';
import { leased, servicesOf } from './stack.ts';

export interface Container {
  id: string;
  service: string;
  state: string;
  oneOff: boolean;
}

/** Containers of a lane's instance as docker's own command sees them, running or not. */
export async function containersOf({ composeName }: Lane): Promise<Container[]> {
  const format = '{{.ID}}\t{{.Label "com.docker.compose.service"}}\t{{.State}}\t{{.Label "com.docker.compose.oneoff"}}';
  const lines = await listed(composeName, ['ps', '--all', '--no-trunc', '--format', format]);
  return lines.map((line) => {
    const [id = '', service = '', state = '', oneOff] = line.split('\t');
    return { id, service, state, oneOff: oneOff === 'True' };
  });
}

/** Whether what is in flight in this lane is to be finished, or was finished. `since`: how many records there were before. */
export function isCommitted(lane: Lane, since: number): Promise<boolean> {
  return inLedger(lane, async (count) => (await count('executions WHERE committed IS NOT NULL')) > 0 || (await count(successes)) > since);
}

export function successesIn(lane: Lane): Promise<number> {
  return inLedger(lane, (count) => count(successes));
}

const successes = "records WHERE success = 1 AND action <> 'down'";

/** What should not be there once `version` runs, or nothing does; each in a few words. */
export async function orphansIn(lane: Lane, runs: boolean): Promise<string[]> {
  const [containers, networks, volumes, rows, files, children] = await Promise.all([
    containersOf(lane),
    listed(lane.composeName, ['network', 'ls', '--format', '{{.Name}}']),
    listed(lane.composeName, ['volume', 'ls', '--format', '{{.Name}}']),
    rowsIn(lane, runs),
    planFilesIn(lane),
    findByFile(join(lane.home, 'instances')),
  ]);
  return [
    ...tooMany(
      containers.map(({ service, state, oneOff }) => `container ${service} ${state}${oneOff ? ' one-off' : ''}`),
      runs ? servicesOf(lane.strategy).length : 0,
    ),
    ...tooMany(
      networks.map((name) => `network ${name}`),
      runs ? 1 : 0,
    ),
    ...tooMany(
      volumes.map((name) => `volume ${name}`),
      runs ? 1 : 0,
    ),
    ...tooMany(
      files.map((name) => `file ${name}`),
      runs ? 1 : 0,
    ),
    ...rows,
    ...children.map(({ pid }) => `child ${pid}`),
  ];
}

/** All are named where there are too many: which of them is the orphan shows best beside the others. */
function tooMany(things: string[], expected: number): string[] {
  return things.length > expected ? [`${things.length - expected} too many of: ${things.join(', ')}`] : [];
}

function rowsIn(lane: Lane, runs: boolean): Promise<string[]> {
  return inLedger(lane, async (count) => {
    const expected = {
      instances: runs ? 1 : 0,
      leased_ports: runs ? leased : 0,
      locks: 0,
      lock_queue: 0,
      executions: 0,
      steps: 0,
    };
    const found = Object.entries(expected).map(async ([table, most]) => ({ table, most, rows: await count(table) }));
    return (await Promise.all(found)).flatMap(({ table, most, rows }) => (rows > most ? [`${rows - most} rows of ${table}`] : []));
  });
}

async function planFilesIn({ home, composeName }: Lane): Promise<string[]> {
  const names = await readdir(join(home, 'instances', composeName)).catch(() => []);
  return names.filter((name) => name !== 'revisions');
}

async function inLedger<Answer>({ home }: Lane, ask: (count: (from: string) => Promise<number>) => Promise<Answer>): Promise<Answer> {
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock: systemClock, ids: systemIds });
  try {
    return await ask((from) => database.read((sql) => sql.column<number>(`SELECT count(*) FROM ${from}`)[0] ?? 0));
  } finally {
    await database.close();
  }
}

/** What the instance's published address says: its version. */
export async function answerOf(lane: Lane): Promise<string> {
  const { stdout } = await lane.run(['url', 'case', 'web', '--quiet']);
  try {
    const response = await fetch(stdout.trim(), { signal: AbortSignal.timeout(5000) });
    return (await response.text()).trim();
  } catch (error) {
    return `no answer from ${stdout.trim() || 'nowhere'}: ${String(error)}`;
  }
}

async function listed(composeName: string, args: string[]): Promise<string[]> {
  const { stdout } = await mustRun(['docker', ...args, '--filter', `label=com.docker.compose.project=${composeName}`]);
  return stdout.split('\n').filter(Boolean);
}
