import { expect, test } from 'vitest';
import { exitCode } from '../../../src/contract/user-error.ts';
import { type BuildTools, build } from '../../../src/deploy/build/build.ts';
import { imagesAtHand } from '../../../src/deploy/build/images-at-hand.ts';
import type { ComposeFile, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { createFakeEngine } from '../../../src/engine/fake.ts';
import { type Compose, EngineError } from '../../../src/engine/interface.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { recordingCompose } from '../apply/workbench.ts';
import { image, stackOf } from '../plan/workbench.ts';

const context = { context: '/home/me/shop' };

interface Setting {
  /** References that the engine has. */
  there?: string[];
  compose?: Partial<Compose>;
  contextKey?: BuildTools['contextKey'];
}

/** An engine and a Compose that makes what its file asks for, named after the time it was made. */
function workshop(services: Record<string, ComposeService>, { there = [], compose = {}, contextKey = async () => 'k1' }: Setting = {}) {
  const stack = stackOf({ services });
  const engine = createFakeEngine({ clock: systemClock });
  for (const reference of there) engine.addImage(image(reference, { id: `old ${reference}` }));
  const log: string[] = [];
  const files: ComposeFile[] = [];
  const make =
    (verb: string): Compose['build'] =>
    async (_input, names) => {
      log.push([verb, ...names].join(' '));
      for (const name of names) {
        const definition = files.at(-1)?.services[name];
        const tags = [definition?.image, ...((definition?.build?.['tags'] as string[] | undefined) ?? [])];
        for (const tag of tags) if (tag) engine.addImage(image(tag, { id: `new ${definition?.image}` }));
      }
    };
  const tools: BuildTools = {
    ...{ engine, contextKey, run: {} },
    compose: recordingCompose(log, { build: make('build'), pull: make('pull'), ...compose }),
    writeComposeFile: async (purpose, file) => {
      files.push(file);
      return `/state/${purpose}.json`;
    },
  };
  const ids = async () => Object.fromEntries(Object.entries(await build(stack, tools)).map(([service, { id }]) => [service, id]));
  return { ids, log, files, peek: () => imagesAtHand(stack, engine, contextKey) };
}

test('images that are there are pinned, and nothing is built or pulled', async () => {
  const shop = workshop({ web: { build: context }, db: { image: 'redis:7' } }, { there: ['portside/shop-web:k1', 'redis:7'] });
  expect(await shop.ids()).toEqual({ web: 'old portside/shop-web:k1', db: 'old redis:7' });
  expect(shop.log).toEqual([]);
});

test('missing ones are built and pulled, in one go each', async () => {
  const shop = workshop({ web: { build: context }, api: { build: context }, db: { image: 'redis:7' }, mail: { image: 'mail:1' } });
  await shop.ids();
  expect(shop.log).toEqual(['build web api', 'pull db mail']);
});

test('changed content is another tag, and built', async () => {
  const shop = workshop({ web: { build: context } }, { there: ['portside/shop-web:k1'], contextKey: async () => 'k2' });
  expect(await shop.ids()).toEqual({ web: 'new portside/shop-web:k2' });
});

test('where the content cannot be told, it is built every time, under a tag of the instance', async () => {
  const there = ['portside/shop-web-demo:latest-build'];
  const shop = workshop({ web: { build: context } }, { there, contextKey: async () => undefined });
  expect(await shop.ids()).toEqual({ web: 'new portside/shop-web-demo:latest-build' });
});

test.each([
  [{ image: 'redis:7', pull_policy: 'always' }, 'pull one'],
  [{ build: context, pull_policy: 'build' }, 'build one'],
])('%o is fetched though it is there', async (definition, expected) => {
  const shop = workshop({ one: definition }, { there: ['redis:7', 'portside/shop-one:k1'] });
  await shop.ids();
  expect(shop.log).toEqual([expected]);
});

test("the file's own tags are given too, and the platform that it asks for", async () => {
  const shop = workshop({ web: { build: { ...context, tags: ['extra:1'] }, image: 'shop:dev', platform: 'linux/arm64' } });
  await shop.ids();
  expect(shop.files[0]?.services).toEqual({
    web: { image: 'portside/shop-web:k1', build: { ...context, tags: ['extra:1', 'shop:dev'] }, platform: 'linux/arm64' },
  });
});

test('a service that runs what another builds gets the very same image', async () => {
  const services = { worker: { image: 'shop:dev' }, web: { build: context, image: 'shop:dev' } };
  const fresh = workshop(services);
  expect(await fresh.ids()).toEqual({ worker: 'new portside/shop-web:k1', web: 'new portside/shop-web:k1' });
  expect(fresh.log).toEqual(['build web']);
  const otherBranch = workshop(services, { there: ['shop:dev', 'portside/shop-web:k1'] });
  expect(await otherBranch.ids()).toEqual({ worker: 'old portside/shop-web:k1', web: 'old portside/shop-web:k1' });
});

const refuse = (kind: EngineError['kind'], message: string) => () => Promise.reject(new EngineError(kind, message));

test.each<[string, ComposeService, Partial<Compose>, string, string]>([
  [
    'a build that fails',
    { build: context },
    { build: refuse('build-failed', 'RUN exit 1') },
    'build-failed',
    'cannot build web: RUN exit 1',
  ],
  [
    'an image that nobody has',
    { image: 'nope:1' },
    { pull: refuse('image-not-found', 'not found') },
    'image-not-found',
    'cannot pull nope:1 (web): not found',
  ],
  [
    'one that may not be pulled',
    { image: 'mine:1', pull_policy: 'never' },
    {},
    'image-not-found',
    'no image mine:1 (web) on this machine, and pull_policy forbids pulling it',
  ],
  [
    'a Compose that says it pulled',
    { image: 'ghost:1' },
    { pull: async () => undefined },
    'image-not-found',
    'web: the engine has no image ghost:1, though Compose says it does',
  ],
])('%s stops before anything is touched', async (_what, web, compose, code, message) => {
  await expect(workshop({ web }, { compose }).ids()).rejects.toMatchObject({
    ...{ name: 'UserError', exit: exitCode.stopped, code, message, hint: expect.any(String) },
  });
});

test('what is no error of the engine is a bug, and thrown as it is', async () => {
  const compose = { pull: () => Promise.reject(new TypeError('oops')) };
  await expect(workshop({ web: { image: 'web:1' } }, { compose }).ids()).rejects.toThrow(TypeError);
});

test('a dry run says what it would build and pull, and does neither', async () => {
  const shop = workshop({ web: { build: context, image: 'shop:dev' }, worker: { image: 'shop:dev' }, db: { image: 'redis:7' } });
  const { images, steps } = await shop.peek();
  expect(steps.map(({ step, cause }) => `${step} — ${cause}`)).toEqual([
    ...['build web — no image was built from these files yet', 'pull redis:7 — the engine does not have it, db runs it'],
  ]);
  expect(images['db']?.id).toBe('not-made-yet:redis:7');
  expect(shop.log).toEqual([]);
});
