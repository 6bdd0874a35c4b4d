import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import type { Database } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';

const schema = ['CREATE TABLE things (name TEXT)'];
const opener = fileURLToPath(new URL('fixtures/open-database.ts', import.meta.url));

let folder: string;
let open: Database[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-database-'));
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((database) => database.close()));
  await rm(folder, { recursive: true, force: true });
});

test('only its user can look into the database and its folder', async () => {
  const database = opened('home/portside.db');
  await database.immediate((sql) => sql.run(`INSERT INTO things VALUES ('one')`));
  expect(await modeOf('home')).toBe(0o700);
  expect(await modeOf('home/portside.db')).toBe(0o600);
  expect(await modeOf('home/portside.db-wal')).toBe(0o600);
});

test('many processes may open a fresh file at once, and none loses what it wrote', async () => {
  const run = promisify(execFile);
  await Promise.all(Array.from({ length: 8 }, () => run(process.execPath, [opener, path('portside.db'), '5'])));
  expect(await opened('portside.db').read((sql) => sql.column('SELECT count(*) FROM things'))).toEqual([40]);
});

test('work that throws leaves nothing behind', async () => {
  const database = opened('portside.db');
  const failing = database.immediate((sql) => {
    sql.run(`INSERT INTO things VALUES ('half done')`);
    throw new RangeError('in the middle');
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(await names(database)).toEqual([]);
});

test('a writer waits for another one', async () => {
  const [first, second] = [opened('portside.db'), opened('portside.db')];
  await Promise.all([names(first), names(second)]);
  const blocker = await blocking('portside.db');
  const waiting = second.immediate((sql) => sql.run(`INSERT INTO things VALUES ('late')`));
  blocker.exec('COMMIT');
  await waiting;
  blocker.close();
  expect(await names(first)).toEqual(['late']);
});

test('a writer that is never let in gives up: busy', async () => {
  let now = 0;
  const clock = { ...systemClock, monotonic: () => now, sleep: async (ms: number) => void (now += ms) };
  const database = opened('portside.db', schema, clock);
  await names(database);
  const blocker = await blocking('portside.db');
  await expect(database.immediate((sql) => sql.run('DELETE FROM things'))).rejects.toMatchObject({ code: 'database-busy', exit: 5 });
  blocker.close();
});

test('an older file gets the newer schema and keeps its rows', async () => {
  const older = opened('portside.db');
  await older.durably((sql) => sql.run(`INSERT INTO things VALUES ('kept')`));
  const newer = opened('portside.db', [...schema, `ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'grey'`]);
  expect(await newer.read((sql) => sql.all('SELECT * FROM things'))).toEqual([{ name: 'kept', colour: 'grey' }]);
});

test('a file of a newer Portside is left alone', async () => {
  await names(opened('portside.db', [...schema, 'CREATE TABLE more (name TEXT)']));
  await expect(names(opened('portside.db'))).rejects.toMatchObject({ code: 'database-newer', exit: 2 });
});

test('a damaged file is named, with what to do', async () => {
  await writeFile(path('portside.db'), 'no database at all, but long enough to be looked at as one'.repeat(20));
  await expect(names(opened('portside.db'))).rejects.toMatchObject({
    code: 'database-corrupt',
    hint: expect.stringContaining('Move that file'),
  });
});

test('a folder that cannot be made is named', async () => {
  await writeFile(path('file'), '');
  await expect(names(opened('file/home/portside.db'))).rejects.toMatchObject({ code: 'database-unwritable', exit: 2 });
});

function opened(name: string, migrations = schema, clock = systemClock): Database {
  const database = openDatabase(path(name), migrations, { clock, ids: systemIds });
  open.push(database);
  return database;
}

/** Another connection that is in the middle of writing. */
async function blocking(name: string) {
  const { default: Sqlite } = await import('better-sqlite3');
  const blocker = new Sqlite(path(name));
  blocker.exec('BEGIN IMMEDIATE');
  return blocker;
}

const names = (database: Database) => database.read((sql) => sql.column<string>('SELECT name FROM things'));
const path = (name: string) => join(folder, name);
const modeOf = async (name: string) => (await stat(path(name))).mode & 0o777;
