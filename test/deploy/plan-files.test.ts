import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { planFiles } from '../../src/deploy/plan-files.ts';
import { emptyFolder } from './build/workbench.ts';

const file = { name: 'shop-demo', services: { web: { environment: { TOKEN: 'secret' } } } };

test('only their owner can read them, and they can be read again', async () => {
  const files = planFiles(await emptyFolder(), 'shop-demo', 'e1');
  const path = await files.write('plan', file);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  expect(await files.read(path)).toEqual(file);
});

test('one that is not there is none', async () => {
  expect(await planFiles('/nowhere', 'shop-demo', 'e1').read('/nowhere/plan.json')).toBeUndefined();
});

test('purposes and executions do not overwrite each other, and all but one go', async () => {
  const home = await emptyFolder();
  const [first, second] = [planFiles(home, 'shop-demo', 'e1'), planFiles(home, 'shop-demo', 'e2')];
  const kept = await first.write('plan', file);
  await Promise.all([first.write('build', file), second.write('plan', file)]);
  expect(await readdir(dirname(kept))).toHaveLength(3);
  await second.keepOnly(kept);
  expect(await readdir(dirname(kept))).toEqual(['plan-e1.json']);
});

test('revisions outlive the plans', async () => {
  const home = await emptyFolder();
  const files = planFiles(home, 'shop-demo', 'e1');
  await files.write('plan', file);
  await mkdir(join(home, 'instances/shop-demo/revisions'));
  await files.keepOnly(undefined);
  expect(await readdir(join(home, 'instances/shop-demo'))).toEqual(['revisions']);
});

test('nothing to keep: nothing stays, and other instances are not touched', async () => {
  const home = await emptyFolder();
  await planFiles(home, 'shop-other', 'e1').write('plan', file);
  const files = planFiles(home, 'shop-demo', 'e1');
  await files.write('plan', file);
  await files.keepOnly(undefined);
  expect(await readdir(join(home, 'instances'))).toEqual(['shop-other']);
});
