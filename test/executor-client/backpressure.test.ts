import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnExecutor, anExecutor, connected, program } from './an-executor.ts';
import { aProxy } from './a-proxy.ts';

const mb = 1024 * 1024;
const total = 200 * mb;
/** The kernel's buffers for the client, a queue of ours, and one message in the making. */
const mayBeTaken = 20 * mb;

const flood = program(`
  const block = Buffer.alloc(1024 * 1024, 'x');
  let left = ${total / mb};
  const more = () => { while (left > 0) { left -= 1; if (!process.stdout.write(block)) return process.stdout.once('drain', more); } };
  more();
`);

let executor: AnExecutor;
beforeAll(async () => {
  executor = await anExecutor();
});
afterAll(() => executor[Symbol.asyncDispose]());

test('a reader that stalls stops the socket; nothing is lost when it goes on', async () => {
  await using proxy = await aProxy(executor.url);
  await using client = await connected({ url: proxy.url });
  let length = 0;
  const result = await client.run(flood, {
    maxOutputBytes: 0,
    async onOutput({ data }) {
      const first = length === 0;
      length += data.length;
      if (!first) return;
      await proxy.stalledOr(total);
      expect(proxy.passed()).toBeLessThan(mayBeTaken);
    },
  });
  expect({ length, code: result.return_code }).toEqual({ length: total, code: 0 });
});

// Whether the answer comes alone or with the end of the command is chance.
test('one that stalls can still pause, resume and cancel', { repeats: 2 }, async () => {
  await using proxy = await aProxy(executor.url);
  await using client = await connected({ url: proxy.url });
  const execution = await client.execute(flood, { maxOutputBytes: 0 });
  for await (const { type } of execution.output) {
    expect(type).toBe('stdout');
    await proxy.stalledOr(total);
    await execution.pause();
    await execution.resume();
    await proxy.stalledOr(total);
    await execution.cancel();
    break;
  }
  expect((await execution.completed).return_code).toBe(143);
  // What waited is read for each answer: three, and what was taken before.
  expect(proxy.passed()).toBeLessThan(4 * mayBeTaken);
});

test('one that stalls can close', async () => {
  await using proxy = await aProxy(executor.url);
  const client = await connected({ url: proxy.url });
  const { output, completed } = await client.execute(flood);
  for await (const { type } of output) {
    expect(type).toBe('stdout');
    await proxy.stalledOr(total);
    await client.close();
    break;
  }
  await expect(completed).rejects.toThrow('the client was closed');
});
