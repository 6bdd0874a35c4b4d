import { expect, test } from 'vitest';
import type { Plan } from '../../../src/deploy/model/plan.ts';
import { label } from '../../../src/deploy/model/labels.ts';
import { carriedOut, imagesOf, planOf, printed, stackOf, where } from './workbench.ts';

const onDefault = { networks: { default: null } };
const shop = {
  services: {
    web: { image: 'web:1', ...onDefault, depends_on: { db: { condition: 'service_healthy' as const } } },
    db: { image: 'db:1', ...onDefault },
  },
  networks: { default: { name: 'shop-demo_default' } },
};
const running = carriedOut(planOf(stackOf(shop)));

function changed(services: object) {
  return stackOf({ ...shop, services: { ...shop.services, ...services } });
}

test('a fresh stack is made whole and started in dependency order', () => {
  expect(printed(planOf(stackOf(shop)))).toBe(`
create network shop-demo_default_###### — network default of this instance does not exist yet
create db, web — this instance does not run yet
start db — this instance does not run yet
start web once db is healthy — this instance does not run yet
`);
});

test('what is already as the files say gets no step', () => {
  const again = planOf(stackOf(shop), { observed: running, execution: 'second' });
  expect(printed(again)).toBe('\n');
  expect(again.unchanged).toEqual(['db', 'web']);
});

test('an unchanged service keeps the labels of its birth: a changed label would be a change to Compose', () => {
  const again = planOf(stackOf(shop), { observed: running, execution: 'second' });
  expect(again.compose.services['web']?.labels?.[label.execution]).toBe('first');
});

test('only the service that changed is made anew', () => {
  const stack = changed({ db: { ...shop.services.db, environment: { MODE: 'fast' } } });
  expect(printed(planOf(stack, { observed: running }))).toBe(`
create db — its definition or image changed
stop the old db — its definition or image changed
start db — its definition or image changed
finishing:
remove the old db — its definition or image changed
`);
});

test('another image under the same tag is a change', () => {
  const stack = stackOf(shop);
  const images = imagesOf(stack, { web: { id: 'sha256:other' } });
  expect(printed(planOf(stack, { observed: running, images }))).toBe(`
create web — its definition or image changed
stop the old web — its definition or image changed
start web once db is healthy — its definition or image changed
finishing:
remove the old web — its definition or image changed
`);
});

test('an added service is added, a removed one goes when all else is verified', () => {
  const stack = stackOf({ ...shop, services: { web: { image: 'web:1', ...onDefault }, mail: { image: 'mail:1', ...onDefault } } });
  expect(printed(planOf(stack, { observed: running }))).toBe(`
create mail — the file names it, and it does not run
start mail — the file names it, and it does not run
stop the old db — the file no longer names it
finishing:
remove the old db — the file no longer names it
`);
});

test('a container that is down is started again, a finished one-shot is not', () => {
  const stack = changed({
    web: { ...shop.services.web, depends_on: { seed: { condition: 'service_completed_successfully' } } },
    seed: { image: 'seed:1' },
  });
  const done = where(carriedOut(planOf(stack)), 'seed', { state: 'exited', exitCode: 0 });
  expect(printed(planOf(stack, { observed: done }))).toBe('\n');
  const failed = where(where(done, 'seed', { exitCode: 1 }), 'db', { state: 'exited', exitCode: 137 });
  expect(printed(planOf(stack, { observed: failed }))).toBe(`
start db — its container is exited
start seed — its container is exited
`);
});

test('what `docker compose run` left is nobody the plan knows', () => {
  const observed = where(running, 'db', { oneOff: true, state: 'exited', exitCode: 1 });
  expect(printed(planOf(stackOf({ services: { web: shop.services.web }, networks: shop.networks }), { observed }))).toBe('\n');
});

test('a changed network is a new one, and its services move together', () => {
  const stack = stackOf({ ...shop, networks: { default: { name: 'shop-demo_default', internal: true } } });
  const moved = planOf(stack, { observed: running });
  expect(printed(moved)).toBe(`
create network shop-demo_default_###### — network default of this instance does not exist yet
create db, web — its definition or image changed
stop the old db — its definition or image changed
start db — its definition or image changed
stop the old web — its definition or image changed
start web once db is healthy — its definition or image changed
finishing:
remove the old db — its definition or image changed
remove the old web — its definition or image changed
remove network shop-demo_default_###### — no service of this instance is on it any more
`);
  expect(moved.finishing.at(-1)).toMatchObject({ do: 'remove-network', name: running.networks[0] });
  expect(moved.steps).not.toMatchObject([{ name: running.networks[0] }]);
});

test('a service that shares the namespace of another is made anew with it', () => {
  const joined = { ...shop.services, spy: { image: 'spy:1', network_mode: 'service:db' } };
  const observed = carriedOut(planOf(stackOf({ ...shop, services: joined })));
  const stack = stackOf({ ...shop, services: { ...joined, db: { ...joined.db, init: true } } });
  expect(printed(planOf(stack, { observed }))).toBe(`
create db — its definition or image changed
create spy — its definition or image changed
stop the old db — its definition or image changed
start db — its definition or image changed
stop the old spy — its definition or image changed
start spy once db runs — its definition or image changed
finishing:
remove the old db — its definition or image changed
remove the old spy — its definition or image changed
`);
});

test('a service that asks to be restarted with another is made anew with it; others that need it are not', () => {
  const needs = (restart: boolean) => ({ image: 'app:1', depends_on: { db: { condition: 'service_started' as const, restart } } });
  const services = { ...shop.services, spy: needs(true), reader: needs(false) };
  const observed = carriedOut(planOf(stackOf({ ...shop, services })));
  const stack = stackOf({ ...shop, services: { ...services, db: { ...services.db, init: true } } });
  expect(planOf(stack, { observed }).replaced.map(({ service }) => service)).toEqual(['db', 'spy']);
});

test('a service of no containers is unchanged, whoever looks', () => {
  const stack = changed({ worker: { image: 'worker:1', ...onDefault, scale: 0 } });
  expect(printed(planOf(stack, { observed: carriedOut(planOf(stack)) }))).toBe('\n');
});

test('more replicas are a change of the number, not of the definition', () => {
  const stack = changed({ db: { ...shop.services.db, scale: 3 } });
  expect(printed(planOf(stack, { observed: running }))).toBe(`
create db — 1 of 3 containers are there
start db — 1 of 3 containers are there
`);
});

test('containers that plain Compose made are made anew', () => {
  const plain = where(where(running, 'web', { labels: {} }), 'db', { labels: {} });
  expect(printed(planOf(stackOf(shop), { observed: plain }))).toBe(`
create db, web — Portside did not make its container
stop the old db — Portside did not make its container
start db — Portside did not make its container
stop the old web — Portside did not make its container
start web once db is healthy — Portside did not make its container
finishing:
remove the old db — Portside did not make its container
remove the old web — Portside did not make its container
`);
});

test("the hash knows nothing of Portside's labels, a crowded machine, or who waits for whom", () => {
  const plain = planOf(stackOf(shop));
  const stack = changed({ web: { image: 'web:1', ...onDefault } });
  expect(hashesOf(planOf(stack, { execution: 'another', starting: 40 }))).toEqual(hashesOf(plain));
});

test('the hash knows a label that the file gives', () => {
  const stack = changed({ web: { ...shop.services.web, labels: { team: 'shop' } } });
  expect(hashesOf(planOf(stack))['web']).not.toBe(hashesOf(planOf(stackOf(shop)))['web']);
});

test('a fixed container name becomes an alias; one that carries INSTANCE_ID is given back once all is verified', () => {
  const stack = stackOf(
    { ...shop, services: { db: { image: 'db:1', container_name: 'shop_db_demo', networks: { default: { aliases: ['sql'] } } } } },
    { givenNames: { db: 'shop_db_demo' } },
  );
  const fresh = planOf(stack);
  expect(fresh.compose.services['db']).not.toHaveProperty('container_name');
  expect(fresh.compose.services['db']?.networks).toEqual({ default: { aliases: ['sql', 'shop_db_demo'] } });
  expect(printed({ steps: [], finishing: fresh.finishing })).toBe(`
finishing:
name db shop_db_demo — the file names it so, and the name carries INSTANCE_ID
`);
  expect(planOf(stack, { observed: where(carriedOut(fresh), 'db', { name: 'shop_db_demo' }) }).finishing).toEqual([]);
});

test('containers run pinned images, and nothing is left for Compose to build, pull or select', () => {
  const build = { context: '/home/me/shop' };
  const stack = stackOf({ services: { web: { build, profiles: ['dev'], env_file: ['.env'], pull_policy: 'build' } } });
  const { labels: _labels, ...definition } =
    planOf(stack, { images: imagesOf(stack, { web: { id: 'sha256:abc' } }) }).compose.services['web'] ?? {};
  expect(definition).toEqual({ image: 'sha256:abc', pull_policy: 'never' });
});

test.each([
  ['a changed content in the file', { configs: { app: { content: 'mode=slow' } } }, {}],
  ['another path', { configs: { app: { file: '/home/me/shop/other.conf' } } }, {}],
  ['a changed text behind the path', {}, { contents: { secrets: {}, configs: { app: 'mode=slow' } } }],
])('a config that is another one now is a change of its service: %s', (_what, changedFile, changedStack) => {
  const services = { ...shop.services, web: { ...shop.services.web, configs: [{ source: 'app', target: '/app.conf' }] } };
  const before = { ...shop, services, configs: { app: { file: '/home/me/shop/app.conf' } } };
  const contents = { secrets: {}, configs: { app: 'mode=fast' } };
  const observed = carriedOut(planOf(stackOf(before, { contents })));
  expect(printed(planOf(stackOf(before, { contents }), { observed }))).toBe('\n');
  expect(printed(planOf(stackOf({ ...before, ...changedFile }, { contents, ...changedStack }), { observed }))).toBe(`
create web — its definition or image changed
stop the old web — its definition or image changed
start web once db is healthy — its definition or image changed
finishing:
remove the old web — its definition or image changed
`);
});

test('so is a secret', () => {
  const services = { ...shop.services, db: { ...shop.services.db, secrets: [{ source: 'token' }] } };
  const stack = (token: string) =>
    stackOf({ ...shop, services, secrets: { token: { environment: 'TOKEN' } } }, { contents: { secrets: { token }, configs: {} } });
  expect(printed(planOf(stack('new'), { observed: carriedOut(planOf(stack('old'))) }))).toBe(`
create db — its definition or image changed
stop the old db — its definition or image changed
start db — its definition or image changed
finishing:
remove the old db — its definition or image changed
`);
});

test('a service that this execution leaves alone stays, and so do its networks', () => {
  const stack = stackOf({ ...shop, services: { db: { image: 'db:2' } } }, { leftAlone: ['web'] });
  expect(printed(planOf(stack, { observed: running }))).toBe(`
create db — its definition or image changed
stop the old db — its definition or image changed
start db — its definition or image changed
finishing:
remove the old db — its definition or image changed
`);
});

/** What its containers carry. */
function hashesOf({ compose }: Plan): Record<string, unknown> {
  return Object.fromEntries(Object.entries(compose.services).map(([service, { labels = {} }]) => [service, labels[label.hash]]));
}
