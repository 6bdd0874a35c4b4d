import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

test('where the old version does not come up any more either, the record says so, and what to do', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  const [old] = await running.containers();
  await running.project.edit('test -e /data/spoilt && exit 9; exec httpd -f -p 8080 -h /data/www', 'touch /data/spoilt; exit 5');

  const { exit, record, stderr } = await running.up('--settle', '0s', '--timeout', '15s');

  expect(exit, stderr).toBe(1);
  expect(record.error).toMatch(/^web: exited with code 5/);
  expect(record.failure?.old_version).toMatchObject({ verified: false, detail: expect.stringMatching(/web.*9/) });
  expect(stderr).toMatch(/old version.*(not|fail)/i);
  // It is kept for a look, and for `up` to go on from.
  expect((await running.containers()).map(({ id }) => id)).toEqual([old?.id]);
  expect(await at.ps()).toMatchObject([{ instance: 'demo', state: expect.not.stringMatching('running') }]);

  await running.change(['touch /data/spoilt; exit 5', 'rm -f /data/spoilt; exec httpd -f -p 8080 -h /data/www'], '--settle', '0s');
  expect(await running.containers()).toMatchObject([{ service: 'web', state: 'running' }]);
  expect(await at.portside('down', 'demo', '--volumes')).toMatchObject({ exit: 0 });
  expect(await at.left()).toEqual([]);
});
