import { expect, test } from 'vitest';
import { rpcCode } from '../../../src/contract/executor.ts';
import { openedSession } from './opened-session.ts';

const execute = (command: string[]) => JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'execute', params: { command } });

test.each(['EAGAIN', 'EMFILE', 'ENOMEM'])('a machine that has no room (%s) is not the fault of who asked', async (code) => {
  const { ask } = await openedSession({ start: () => Promise.reject(Object.assign(new Error(`spawn sh ${code}`), { code })) });
  expect(await ask(execute(['sh', '-c', 'true']))).toMatchObject({ error: { code: rpcCode.internal, message: `spawn sh ${code}` } });
});

test('an executor that ends starts nothing, and says so', async () => {
  const { ask, tools } = await openedSession();
  await tools.endAll();
  expect(await ask(execute(['true']))).toMatchObject({ error: { code: rpcCode.internal, message: 'the executor ends' } });
});

test('a program that is not there is a wrong question', async () => {
  const { ask } = await openedSession({}, { ALLOWED_COMMANDS: 'portside-no-such-program' });
  expect(await ask(execute(['portside-no-such-program']))).toMatchObject({ error: { code: rpcCode.badParams } });
});
