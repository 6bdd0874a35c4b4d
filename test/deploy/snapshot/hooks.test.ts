import { expect, test } from 'vitest';
import { diskFull, identity, withHooks } from './workbench.ts';

test('whoever stands still for a snapshot or a restore does so with its hooks, and starts with them', async () => {
  const { snapshot, restore, engine, ids } = await withHooks();
  const seen: string[] = [];
  const nameOf = (id: string) => (id === ids.db ? 'db' : id === ids.web ? 'web' : 'helper');
  for (const what of ['stopContainer', 'startContainer'] as const) {
    const real = engine[what];
    engine[what] = async (id: string) => (seen.push(`${what.slice(0, -9)} ${nameOf(id)}`), real(id));
  }
  const exec = engine.exec;
  engine.exec = async (id, command, ...rest) => (seen.push(`${command.join(' ')} in ${nameOf(id)}`), exec(id, command, ...rest));
  const ofWeb = () => seen.splice(0).filter((line) => line.endsWith('web'));
  const { id } = await snapshot();
  expect(ofWeb()).toEqual(['say-bye in web', 'stop web', 'start web', 'say-hello in web']);
  expect(await restore(id)).toMatchObject({ exit: 0 });
  expect(ofWeb()).toEqual(['say-bye in web', 'stop web', 'start web', 'say-hello in web']);
});

test('a pre_stop hook that fails keeps its service running, and the snapshot from being made', async () => {
  const { take, engine, states } = await withHooks();
  failing(engine, 'say-bye');
  const { record } = await take();
  expect(record).toMatchObject({ metrics: { success: false }, error: expect.stringContaining("web's pre_stop hook `say-bye`") });
  expect(record).not.toHaveProperty('snapshot');
  expect(await states()).toEqual(['running', 'running']);
});

test('one that fails while half filled volumes are made whole keeps nobody’s data half', async () => {
  const { snapshot, restore, write, words, engine, recover, ids } = await withHooks();
  const { id } = await snapshot();
  await write('new', 'db', 'web');
  const mend = diskFull(engine);
  await restore(id);
  mend();
  await engine.startContainer(ids.web);
  failing(engine, 'say-bye');
  expect(await recover()).toEqual([]);
  expect(await words()).toBe('old old');
});

test('a post_start hook that fails is a problem of that service, and of nobody else', async () => {
  const { take, engine, states } = await withHooks();
  failing(engine, 'say-hello');
  const { record } = await take();
  expect(record.error).toContain("web's post_start hook `say-hello`");
  expect(record.snapshot?.instance).toBe(identity.instance);
  expect(await states()).toEqual(['running', 'running']);
});

function failing(engine: { exec: Awaited<ReturnType<typeof withHooks>>['engine']['exec'] }, failed: string): void {
  const { exec } = engine;
  engine.exec = async (id, command, ...rest) => (command[0] === failed ? { exitCode: 7, output: 'not now' } : exec(id, command, ...rest));
}
