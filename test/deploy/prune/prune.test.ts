import { recordOf } from '../../ledger/records.ts';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PruneOptions, PruneReport } from '../../../src/contract/prune.ts';
import { prune } from '../../../src/deploy/prune/prune.ts';
import { pin } from '../../../src/deploy/revision/pin.ts';
import { startTimeOf } from '../../../src/system/process.ts';
import { workbench as doctorsWorkbench } from '../../doctor/tools.ts';
import { image } from '../plan/workbench.ts';
import { revisionOf } from '../revision/versions.ts';

const project = { name: 'shop', directory: '/home/me/shop', files: [], envFiles: [], profiles: [] };
const yes = () => Promise.resolve(true);

/** shop/demo with seven revisions, of which the newest runs, and shop/other with one. */
async function workbench() {
  const bench = await doctorsWorkbench({ startTime: (await startTimeOf(process.pid)) ?? '' });
  const { tools, engine } = bench;
  const build = (number: number) => image(`portside/shop-web:key${number}`, { id: `sha256:${number}` });
  for (const instance of ['demo', 'other']) {
    const composeName = `shop-${instance}`;
    const identity = { project: 'shop', instance, composeName, directory: project.directory };
    await tools.instances.claim(identity, project);
    for (const number of instance === 'demo' ? [1, 2, 3, 4, 5, 6, 7] : [1]) {
      engine.addImage(build(number));
      const revision = revisionOf(number, { services: { web: {} } }, { images: { web: build(number) }, of: { identity } });
      await tools.revisions.put(composeName, revision);
      await pin(revision, engine);
      await tools.instances.update(composeName, { revision: number, status: 'running', executionUuid: `e${number}` });
    }
  }
  const numbers = async (composeName = 'shop-demo') => (await tools.revisions.list(composeName)).map(({ number }) => number);
  const names = async () => (await engine.listImages('portside/')).map(({ reference }) => reference).toSorted();
  return { ...bench, numbers, names };
}

function told({ items }: PruneReport): string[] {
  return items.map(({ kind, name }) => `${kind} ${name}`);
}

test('keeps five revisions of each instance, with their images, and removes what is older', async () => {
  const { engine, tools, numbers, names } = await workbench();
  const report = await prune({ keep: 5 }, engine, tools, yes);
  expect(report).toMatchObject({ done: true, problems: [], busy: [] });
  expect(told(report)).toEqual(['revision shop/demo r2', 'revision shop/demo r1', 'image portside/shop-web:key2']);
  expect(await numbers()).toEqual([7, 6, 5, 4, 3]);
  expect(await numbers('shop-other')).toEqual([1]);
  expect((await names()).filter((name) => /:(key|r)[12]\b/.test(name))).toEqual(['portside/shop-web:key1', 'portside/shop:r1-other.web']);
});

test('does nothing before somebody has agreed, and says the same to whoever only asks', async () => {
  const { engine, tools, numbers, names } = await workbench();
  const before = await names();
  const report = await prune({ keep: 5 }, engine, tools, () => Promise.resolve(false));
  expect(report).toMatchObject({ done: false });
  expect(told(report)).toHaveLength(3);
  expect({ numbers: await numbers(), names: await names() }).toEqual({ numbers: [7, 6, 5, 4, 3, 2, 1], names: before });
});

test('only the instance that is named', async () => {
  const { engine, tools, numbers } = await workbench();
  const other = (await tools.instances.list()).find(({ instance }) => instance === 'other');
  const report = await prune({ keep: 1, instance: { compose_name: other?.composeName } as never }, engine, tools, yes);
  expect(report.items).toEqual([]);
  expect(await numbers()).toHaveLength(7);
});

test("an instance that somebody works on is left alone, and its project's images too", async () => {
  const { engine, tools, numbers } = await workbench();
  const lock = await tools.locks.acquire('shop-demo', 'up');
  const report = await prune({ keep: 1 }, engine, tools, yes);
  await lock.release();
  expect(report).toMatchObject({ items: [], busy: ['shop/demo'], done: false });
  expect(await numbers()).toHaveLength(7);
});

test('an instance that somebody began to work on meanwhile is left alone too', async () => {
  const { engine, tools, numbers } = await workbench();
  const report = await prune({ keep: 1 }, engine, tools, async () => Boolean(await tools.locks.acquire('shop-demo', 'up')));
  expect(report).toMatchObject({ items: [], busy: ['shop/demo'] });
  expect(await numbers()).toHaveLength(7);
});

test('plans of executions that are over, and of instances that are gone; never the plan that runs, nor revisions', async () => {
  const { engine, tools, home } = await workbench();
  const write = async (...path: string[]) => {
    const file = join(home, 'instances', ...path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '{}');
    return file;
  };
  const plan = await write('shop-demo', 'plan-e7.json');
  await tools.instances.update('shop-demo', { planFile: plan });
  const over = await write('shop-demo', 'build-e6.json');
  await tools.journal.begin({ uuid: 'e8', action: 'up', composeName: 'shop-demo' });
  await tools.journal.park('e8');
  await write('shop-demo', 'plan-e8.json');
  const forgotten = await write('gone', 'plan-e1.json');
  await utimes(forgotten, 0, 0);
  await write('coming', 'plan-e9.json');
  const report = await prune({ keep: 9 }, engine, tools, yes);
  expect(told(report).toSorted()).toEqual([`plan ${forgotten}`, `plan ${over}`].toSorted());
  expect((await readdir(join(home, 'instances', 'shop-demo'))).toSorted()).toEqual(['plan-e7.json', 'plan-e8.json', 'revisions']);
});

test('the evidence of the newest twenty executions of each instance is kept, and all records', async () => {
  const { engine, tools, home } = await workbench();
  const deployment = { ...recordOf('').deployment, project: 'shop', instance_id: 'demo' };
  for (let at = 1; at <= 22; at++) {
    await tools.history.append(recordOf(`e${at}`, { deployment }), { counts: true });
    await writeFile(join(home, 'records', `e${at}.evidence.json`), '{}');
  }
  await writeFile(join(home, 'records', 'at-work.evidence.json'), '{}');
  const report = await prune({ keep: 9 }, engine, tools, yes);
  expect(told(report).toSorted()).toEqual(['e1', 'e2'].map((uuid) => `evidence ${join(home, 'records', `${uuid}.evidence.json`)}`));
  const left = await readdir(join(home, 'records'));
  expect({ evidence: left.filter((name) => name.includes('evidence')).length, all: left.length }).toEqual({ evidence: 21, all: 43 });
});

test('of one instance only, no image goes that another one of the project may just have built', async () => {
  const { engine, tools } = await workbench();
  await using _lock = await tools.locks.acquire('shop-other', 'up');
  const instance = { compose_name: 'shop-demo' } as NonNullable<PruneOptions['instance']>;
  expect(told(await prune({ keep: 5, instance }, engine, tools, yes)).filter((item) => item.startsWith('image'))).toEqual([]);
});
