import { expect, test } from 'vitest';
import { makeTools } from '../tools.ts';
import { openedSession } from './opened-session.ts';

test('messages alone keep a session known, though they start nothing', async () => {
  const { store } = await makeTools();
  const saved: number[] = [];
  const saveSession: typeof store.saveSession = async (session) => void saved.push(session.last_activity);
  const { client } = await openedSession({ store: { ...store, saveSession } }, { SESSION_TIMEOUT: '2' });
  await expect.poll(() => saved.length).toBeGreaterThan(0);
  const [first = 0] = saved;

  client.send('no request at all');

  await expect.poll(() => saved.at(-1) ?? 0, { timeout: 1900 }).toBeGreaterThan(first);
});
