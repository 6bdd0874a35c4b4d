import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { History } from '../../src/ledger/history.ts';
import { here, ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

test('a record is found by its UUID, as it was written', async () => {
  await ledger.append(recordOf('u1'), about);
  expect(await ledger.get('u1')).toMatchObject({ seq: 1, project: 'hello', instance: 'main', record: recordOf('u1') });
  expect(await ledger.get('u2')).toBeUndefined();
});

test('a record lies beside the database too, its UUID as the last key, for nobody else to read', async () => {
  const { execution_uuid, ...rest } = recordOf('u1');
  await ledger.append({ execution_uuid, ...rest }, about);
  const file = join(here.home, 'records', 'u1.json');
  const text = await readFile(file, 'utf8');
  expect(Object.keys(JSON.parse(text) as object).at(-1)).toBe('execution_uuid');
  expect(Object.keys((await ledger.get('u1'))?.record ?? {}).at(-1)).toBe('execution_uuid');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('records are listed newest first, of all, of a project or of an instance', async () => {
  await ledger.append(recordOf('u1'), about);
  await ledger.append(recordIn('u2', 'hello', 'next'), about);
  await ledger.append(recordIn('u3', 'shop', 'main'), about);
  expect(await listed({ limit: 10 })).toEqual(['u3', 'u2', 'u1']);
  expect(await listed({ limit: 2 })).toEqual(['u3', 'u2']);
  expect(await listed({ project: 'hello', limit: 10 })).toEqual(['u2', 'u1']);
  expect(await listed({ project: 'hello', instance: 'main', limit: 10 })).toEqual(['u1']);
});

test('many at once are all kept', async () => {
  const uuids = Array.from({ length: 20 }, (_, number) => `u${number}`);
  await Promise.all(uuids.map((uuid) => ledger.append(recordOf(uuid), about)));
  expect((await listed({ limit: 100 })).toSorted()).toEqual(uuids.toSorted());
});

async function listed(choice: Parameters<History['list']>[0]): Promise<string[]> {
  return (await ledger.list(choice)).map(({ record: { execution_uuid } }) => execution_uuid);
}

function recordIn(uuid: string, project: string, instance_id: string) {
  const record = recordOf(uuid);
  return { ...record, deployment: { ...record.deployment, project, instance_id } };
}
