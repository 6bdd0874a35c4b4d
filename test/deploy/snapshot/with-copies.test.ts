import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/contract/snapshot.ts';
import type { ObservedContainer } from '../../../src/deploy/model/observed.ts';
import { withCopies } from '../../../src/deploy/snapshot/with-copies.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { describeStep } from '../../../src/deploy/model/step.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { carriedOut, planOf, stackOf } from '../plan/workbench.ts';
import { rowsOf } from '../revision/versions.ts';

const anonymous = 'a'.repeat(64);
const mount = (source: string, target = '/data') => ({ type: 'volume' as const, source, target });
const compose = {
  services: {
    db: { image: 'db:1', volumes: [mount('data'), mount('shared', '/shared')] },
    web: { image: 'web:1', volumes: [mount('files')] },
  },
  volumes: { data: {}, files: {}, shared: { external: true, name: 'everybodys' } },
};
const stack = stackOf(compose);
const next = stackOf({ ...compose, services: { ...compose.services, web: { ...compose.services.web, image: 'web:2' } } });

/** Both run on their volumes; `web` is of another image than what comes back, `db` stays. */
function running() {
  const observed = carriedOut(planOf(next));
  const [db, web] = observed.containers;
  if (!db || !web) throw new Error('both run');
  db.volumes = [
    { name: 'shop-demo_data', target: '/data' },
    { name: 'everybodys', target: '/shared' },
  ];
  web.volumes = [{ name: 'shop-demo_files', target: '/data' }];
  return { observed, db, web };
}

const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Taken a minute after revision `number` of `rowsOf` began to run, unless told otherwise. */
function snapshotOf(id: string, number: number, names: string[], minute = number + 1): Snapshot {
  const takenAt = new Date(Date.parse('2026-11-20T12:00:00Z') + minute * 60_000).toISOString();
  const volumes = names.map((name) => volumeOf(`shop-demo_${name}`, name));
  return { id, revision: number, created_at: takenAt, compose_name: 'shop-demo', volumes } as Snapshot;
}

function volumeOf(name: string, key: string): Snapshot['volumes'][number] {
  return { name, key, file: `${name}.tar.gz`, sha256: ofNothing, bytes: 0, compressed_bytes: 0, entries: 0, held: [] };
}

interface Asked {
  of?: typeof stack;
  all: Snapshot[];
  observed?: ReturnType<typeof running>['observed'];
  rows?: ReturnType<typeof rowsOf>;
  others?: ObservedContainer[];
}

async function rolledBack({ of = stack, all, observed = running().observed, rows = rowsOf(2, 1), others = [] }: Asked) {
  const plain = planOf(of, { observed });
  const snapshots = { list: async () => all, file: () => '/dev/null' };
  const tools = { clock: systemClock, ids: systemIds, snapshots, revisions: { list: async () => rows } };
  const engine = { listContainers: async () => [...observed.containers, ...others] };
  return withCopies(plain, { stack: of, observed, options: { restore: true }, broughtBack: 1, engine, tools: tools as never });
}

describe('rollback --restore', () => {
  const whole = snapshotOf('s-whole', 1, ['data', 'files']);

  test('what is replaced stops before the copy, and who stays stands still until the data is back', async () => {
    const { steps } = await rolledBack({ all: [whole] });
    const copied = steps.findIndex((step) => step.do === 'snapshot');
    expect(steps.slice(0, copied + 2).map(describeStep)).toEqual([
      'create web',
      'stop the old web',
      'copy data, files first, db stopped meanwhile',
      'restore shop-demo_data, shop-demo_files from snapshot s-whole',
    ]);
    expect(steps[copied]).toMatchObject({ holdsOn: true, held: [{ service: 'db', by: 'stop' }] });
  });

  test('only what is its own comes back, though the snapshot has more; one that nobody named too', async () => {
    const { observed, web } = running();
    const nameless = { image: 'web:1', volumes: [mount('files'), { type: 'volume' as const, target: '/log' }] };
    web.volumes = [...web.volumes, { name: anonymous, target: '/log' }];
    const more = { ...whole, volumes: [...whole.volumes, volumeOf('everybodys', 'shared'), volumeOf(anonymous, 'web_anonymous_log')] };
    const of = stackOf({ ...compose, services: { ...compose.services, web: nameless } });
    const { steps } = await rolledBack({ all: [more], observed, of });
    const names = ['shop-demo_data', 'shop-demo_files', anonymous];
    expect(steps.find((step) => step.do === 'restore')?.volumes.toSorted()).toEqual(names.toSorted());
    expect(
      steps
        .find((step) => step.do === 'snapshot')
        ?.volumes.map(({ name }) => name)
        .toSorted(),
    ).toEqual(names.toSorted());
  });

  test('one that it makes anew is filled, and there is nothing in it to copy', async () => {
    const { observed } = running();
    const { steps } = await rolledBack({ all: [whole], observed: { ...observed, volumes: ['shop-demo_data'] } });
    expect(steps.find((step) => step.do === 'snapshot')).toMatchObject({ volumes: [{ name: 'shop-demo_data' }] });
    expect(steps.find((step) => step.do === 'restore')).toMatchObject({ volumes: ['shop-demo_data', 'shop-demo_files'] });
  });

  test('somebody else at work on them is not stood on', async () => {
    const { web } = running();
    const stranger = { ...web, id: 'x', name: 'backup', composeName: 'other' };
    await expect(rolledBack({ all: [whole], others: [stranger] })).rejects.toMatchObject({ exit: 3, code: 'volume-in-use' });
  });

  test('the newest that has all of its data; a newer one of only some makes no mixture', async () => {
    const { steps } = await rolledBack({ all: [snapshotOf('s-some', 1, ['files'], 5), whole] });
    expect(steps.find((step) => step.do === 'restore')).toMatchObject({ id: 's-whole' });
    await expect(rolledBack({ all: [snapshotOf('s-some', 1, ['files'])] })).rejects.toMatchObject({
      exit: 3,
      message: 'no snapshot that was taken while r1 ran has all of its data: s-some lacks data',
    });
  });

  test('one of an earlier life, whose numbers began anew, or of a revision that is gone, is none', async () => {
    for (const earlier of [snapshotOf('s-early', 1, ['data', 'files'], -1000), snapshotOf('s-gone', 7, ['data', 'files'])])
      await expect(rolledBack({ all: [earlier] })).rejects.toMatchObject({ exit: 3, code: 'no-snapshot' });
  });

  test('taken while it ran under another number, for it was brought back', async () => {
    const rows = rowsOf([3, 1], 2, 1);
    const { steps } = await rolledBack({ all: [snapshotOf('s-3', 3, ['data', 'files'])], rows });
    expect(steps.find((step) => step.do === 'restore')).toMatchObject({ id: 's-3' });
  });
});

test('up --snapshot copies all that is its own, also of who stays: only so all of it can come back', async () => {
  const { observed } = running();
  const plain = planOf(stack, { observed });
  const asked = { stack, observed, options: { snapshot: true }, engine: { listContainers: async () => [] } };
  const { steps } = await withCopies(plain, { ...asked, tools: { clock: systemClock, ids: systemIds } as never });
  expect(steps.find((step) => step.do === 'snapshot')).toMatchObject({
    volumes: [{ name: 'shop-demo_data' }, { name: 'shop-demo_files' }],
    held: [{ service: 'db' }, { service: 'web' }],
  });
});

test('up --snapshot copies nothing where nothing is replaced', async () => {
  const observed = carriedOut(planOf(stack));
  const plain = planOf(stack, { observed });
  const asked = { stack, observed, options: { snapshot: true }, engine: { listContainers: async () => [] } };
  expect(await withCopies(plain, { ...asked, tools: { clock: systemClock, ids: systemIds } as never })).toBe(plain);
});
