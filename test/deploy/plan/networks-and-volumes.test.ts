import { expect, test } from 'vitest';
import { composeLabel, label } from '../../../src/deploy/model/labels.ts';
import type { Stack } from '../../../src/deploy/model/stack.ts';
import { carriedOut, imagesOf, nothing, planOf, printed, stackOf, where } from './workbench.ts';

const keeper = (changes: object = {}) => ({ services: { db: { image: 'db:1', ...changes } } });
const anonymousName = 'ab'.repeat(32);

/** Only what the instance stands on. */
function ground(stack: Stack, volumes: string[] = []): string {
  const plan = planOf(stack, { images: imagesOf(stack, { db: { volumes } }) });
  const steps = plan.steps.filter((step) => step.do === 'create-network' || step.do === 'create-volume');
  return printed({ steps, finishing: [] });
}

test('a name that the file fixes gets the suffix of the instance', () => {
  const stack = stackOf({
    ...keeper({ networks: { back: null }, volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
    networks: { back: { name: 'company-net' } },
    volumes: { data: { name: 'company-data' } },
  });
  expect(ground(stack)).toBe(`
create network company-net-demo_###### — network back of this instance does not exist yet
create volume company-data-demo — db keeps /data in it
`);
});

test('one that carries INSTANCE_ID keeps it', () => {
  const stack = stackOf(
    {
      ...keeper({ networks: { back: null }, volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
      networks: { back: { name: 'net-demo' } },
      volumes: { data: { name: 'data-demo' } },
    },
    { ownNames: { networks: ['back'], volumes: ['data'] } },
  );
  expect(ground(stack)).toBe(`
create network net-demo_###### — network back of this instance does not exist yet
create volume data-demo — db keeps /data in it
`);
});

test('an adopted instance keeps all its volume names', () => {
  const stack = stackOf(
    { ...keeper({ volumes: [{ type: 'volume', source: 'data', target: '/data' }] }), volumes: { data: { name: 'company-data' } } },
    { identity: { project: 'shop', instance: 'main', composeName: 'shop', directory: '/home/me/shop' } },
  );
  expect(ground(stack)).toBe(`
create volume company-data — db keeps /data in it
`);
});

test('external networks and volumes are left as they are', () => {
  const stack = stackOf({
    ...keeper({ networks: { front: null }, volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
    networks: { front: { name: 'traefik', external: true } },
    volumes: { data: { name: 'precious', external: true } },
  });
  const plan = planOf(stack);
  expect(ground(stack)).toBe('\n');
  expect(plan.compose.networks).toEqual({ front: { name: 'traefik', external: true } });
  expect(plan.compose.volumes).toEqual({ data: { name: 'precious', external: true } });
});

test('to Compose all are external: it neither makes nor removes them', () => {
  const stack = stackOf({
    ...keeper({ networks: { back: null }, volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
    networks: { back: { driver: 'bridge' }, unused: {} },
    volumes: { data: { driver: 'local' }, unused: {} },
  });
  const { networks, volumes } = planOf(stack).compose;
  expect(networks).toEqual({ back: { name: expect.stringMatching(/^shop-demo_back_[0-9a-f]{6}$/), external: true } });
  expect(volumes).toEqual({ data: { name: 'shop-demo_data', external: true } });
});

test('what Portside makes carries the labels of the file, of the instance, and of Compose', () => {
  const stack = stackOf({
    ...keeper({ volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
    volumes: { data: { labels: { team: 'shop' } } },
  });
  expect(planOf(stack).steps[0]).toMatchObject({
    labels: { team: 'shop', [label.instance]: 'demo', [composeLabel.project]: 'shop-demo', [composeLabel.volume]: 'data' },
  });
});

test('volumes that only the image declares get names, so that no data goes with a container', () => {
  const stack = stackOf(keeper());
  expect(ground(stack, ['/var/lib/db'])).toBe(`
create volume shop-demo_db_anonymous_var-lib-db — db keeps /var/lib/db in it
`);
  const images = imagesOf(stack, { db: { volumes: ['/var/lib/db'] } });
  expect(planOf(stack, { images }).compose.services['db']?.volumes).toEqual([
    { type: 'volume', target: '/var/lib/db', source: 'db_anonymous_var-lib-db' },
  ]);
});

test('so do anonymous ones of the file', () => {
  expect(ground(stackOf(keeper({ volumes: [{ type: 'volume', target: '/node_modules' }] })))).toBe(`
create volume shop-demo_db_anonymous_node-modules — db keeps /node_modules in it
`);
});

test('a name made for an anonymous volume is not one that the file has for something else', () => {
  const stack = stackOf({
    ...keeper({ volumes: [{ type: 'volume', source: 'db_data', target: '/backup' }] }),
    volumes: { db_data: { name: 'shop-demo_db_data' } },
  });
  const plan = planOf(stack, { images: imagesOf(stack, { db: { volumes: ['/data'] } }) });
  expect(new Set(plan.compose.services['db']?.volumes?.map((mount) => mount.source)).size).toBe(2);
});

test('replicas cannot share a volume that is meant for one: theirs stay anonymous', () => {
  expect(ground(stackOf(keeper({ scale: 2, volumes: [{ type: 'volume', target: '/cache' }] })), ['/data'])).toBe('\n');
});

test.each([
  ['a bind mount', { volumes: [{ type: 'bind', source: '/srv', target: '/data' }] }],
  ['the same path with a slash at its end', { volumes: [{ type: 'bind', source: '/srv', target: '/data/' }] }],
  ['a tmpfs', { tmpfs: ['/data:size=64m'] }],
  ['a tmpfs mount', { volumes: [{ type: 'tmpfs', target: '/data' }] }],
])('an image volume under %s is covered already', (_what, changes) => {
  expect(ground(stackOf(keeper(changes)), ['/data'])).toBe('\n');
});

test('what volumes_from brings along is not hidden by an empty volume', () => {
  const db = { image: 'db:1', volumes: [{ type: 'volume', source: 'data', target: '/data' }] };
  const stack = stackOf({ services: { db, backup: { image: 'db:1', volumes_from: ['db:ro'] } }, volumes: { data: {} } });
  const plan = planOf(stack, { images: imagesOf(stack, { backup: { volumes: ['/data', '/log'] } }) });
  expect(plan.compose.services['backup']?.volumes?.map((mount) => mount.target)).toEqual(['/log']);
});

test('an adopted container keeps the anonymous volume that plain Compose gave it', () => {
  const stack = stackOf(keeper());
  const images = imagesOf(stack, { db: { volumes: ['/data'] } });
  const before = carriedOut(planOf(stack, { images }));
  const observed = where({ ...before, volumes: [] }, 'db', { labels: {}, volumes: [{ name: anonymousName, target: '/data' }] });
  const plan = planOf(stack, { images, observed });
  expect(Object.values(plan.compose.volumes ?? {})).toEqual([{ name: anonymousName, external: true }]);
  expect(plan.steps.map((step) => step.do)).toEqual(['create-containers', 'stop', 'start']);
});

test('a network whose definition is the same has the same name; labels of the engine do not matter', () => {
  const stack = stackOf({ ...keeper({ networks: { back: null } }), networks: { back: {} } });
  const [first] = planOf(stack).steps;
  const [second] = planOf(stack, { observed: { ...nothing, networks: ['other'] }, execution: 'later' }).steps;
  expect(first).toMatchObject({ do: 'create-network' });
  expect(second).toMatchObject({ do: 'create-network', name: 'shop-demo_back_44136f' });
});
