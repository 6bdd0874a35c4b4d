import { expect, test } from 'vitest';
import { createTaskLists } from '../../../src/executor/tasks/task-lists.ts';
import { makeTools } from '../tools.ts';

const question = (id: string, ...argv: string[]) => ({ id, tasks: [{ description: argv.join(' '), argv }] });

test('a list is found by its id, while it runs and later; there is one of each id', async () => {
  const lists = createTaskLists(await makeTools());
  const list = lists.start(question('a', 'sleep', '0.2'));
  expect([lists.find('a'), lists.find('b'), lists.running()]).toEqual([list, undefined, 1]);
  expect(lists.start(question('a', 'true'))).toBeUndefined();
  await list?.done;
  expect([lists.find('a'), lists.running()]).toEqual([list, 0]);
  expect(lists.start(question('a', 'true'))).toBeUndefined();
});

test('of those that have ended the oldest go where they hold too much together, and none that runs', async () => {
  const tools = await makeTools({ MAX_BUFFER_SIZE: '65536' });
  const lists = createTaskLists(tools);
  const running = lists.start(question('running', 'sleep', '60'));
  // A share of eight: the ninth of full size is one too many.
  for (let place = 0; place < 9; place += 1) await lists.start(question(String(place), 'sh', '-c', 'head -c 65536 /dev/zero'))?.done;
  await expect.poll(() => lists.find('0')).toBeUndefined();
  expect(['1', '2', '8', 'running'].map((id) => lists.find(id) !== undefined)).toEqual([false, true, true, true]);
  await running?.cancel();
});

test('of a thousand and one that have ended the oldest goes', async () => {
  const lists = createTaskLists(await makeTools());
  const ids = Array.from({ length: 1001 }, (_, place) => String(place));
  // Nothing has to run to have ended.
  await Promise.all(ids.map((id) => lists.start({ id, tasks: [] })?.done));
  await expect.poll(() => lists.find('0')).toBeUndefined();
  expect([lists.find('1')?.status(), lists.find('1000')?.status()]).toEqual(['completed', 'completed']);
});

test('closing gives what runs a time to end by itself, and cancels the rest', async () => {
  const lists = createTaskLists(await makeTools());
  const short = lists.start(question('short', 'sh', '-c', 'sleep 0.2; echo end'));
  const long = lists.start(question('long', 'sleep', '60'));
  await lists.close(1000);
  expect([short?.result(), long?.result()]).toMatchObject([
    { status: 'completed', results: [{ stdout: 'end\n' }] },
    { status: 'cancelled' },
  ]);
});

test('closing waits no longer than it must', async () => {
  const lists = createTaskLists(await makeTools());
  lists.start(question('short', 'true'));
  const begun = performance.now();
  await lists.close(60_000);
  expect(performance.now() - begun).toBeLessThan(15_000);
});
