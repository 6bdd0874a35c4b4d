import { expect, test } from 'vitest';
import { ask, scripted, state } from './support/scripted.ts';

test('credits run out by the price of what was used', async () => {
  const mock = await scripted(`
credits: 0.02
prices: { sonnet: { input: 3, output: 15 } }
rules: [{ reply: { text: hi, usage: { input: 1000, output: 500 } } }]
`);
  expect((await ask(mock, {})).status).toBe(200);
  expect((await state(mock)).credits).toBeCloseTo(0.02 - 0.003 - 0.0075, 10);
  expect((await ask(mock, {})).status).toBe(200);
  const refused = await ask(mock, {});
  expect(refused.status).toBe(400);
  const message =
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.';
  expect(await refused.json()).toMatchObject({ error: { type: 'invalid_request_error', message } });
  await fetch(`${mock.url}/__mock/reset`, { method: 'POST' });
  expect((await ask(mock, {})).status).toBe(200);
});

test('limits of a minute are told, held, and lifted', async () => {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const mock = await scripted('limits: { requests: 2 }', { now: () => now, sleep: () => Promise.resolve() });
  const first = await ask(mock, {});
  const header = (response: Response, name: string) => response.headers.get(`anthropic-ratelimit-${name}`);
  expect([header(first, 'requests-limit'), header(first, 'requests-remaining'), header(first, 'requests-reset')]).toEqual([
    '2',
    '1',
    '2026-11-21T12:01:00Z',
  ]);
  expect(header(first, 'unified-status')).toBe(null);
  now += 15_000;
  expect((await ask(mock, {})).status).toBe(200);
  const refused = await ask(mock, {});
  expect([refused.status, refused.headers.get('retry-after'), header(refused, 'requests-remaining')]).toEqual([429, '45', '0']);
  now += 45_000;
  expect((await ask(mock, {})).status).toBe(200);
});

test('tokens have limits too, and whoever logged in sees the unified headers', async () => {
  const mock = await scripted('limits: { output_tokens: 10 }\ndefault: { text: hi, usage: { output: 10 } }');
  const loggedIn = { 'x-api-key': '', authorization: 'Bearer sk-ant-oat01-any' };
  const first = await ask(mock, {}, loggedIn);
  expect([first.headers.get('anthropic-ratelimit-unified-status'), first.headers.get('anthropic-ratelimit-requests-limit')]).toEqual([
    'allowed',
    null,
  ]);
  const refused = await ask(mock, {}, loggedIn);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    error: { message: 'This request would exceed the rate limit for your organization: its output tokens per minute.' },
  });
});

test('its state tells requests, sessions and tokens, and no key; a reset forgets them', async () => {
  const mock = await scripted('rules: [{ name: hello, when: { text: hello }, times: 1, reply: hi }]');
  await ask(mock, {}, { 'x-api-key': 'sk-ant-very-secret-key', 'x-mock-session': 'one' });
  await ask(mock, { messages: [] });
  const seen = await state(mock);
  expect(JSON.stringify(seen)).not.toContain('secret');
  expect(seen).toMatchObject({
    requests: {
      count: 2,
      newest: [
        {
          number: 1,
          method: 'POST',
          path: '/v1/messages',
          api: 'messages',
          session: 'one',
          turn: 1,
          text: 'hello',
          rule: 'hello',
          status: 200,
        },
        { number: 2, status: 400 },
      ],
    },
    sessions: { one: { requests: 1, answers: 1 } },
    tokens: { output: 1 },
    credits: null,
    rules: [{ name: 'hello', matched: 1, left: 0 }],
  });
  await fetch(`${mock.url}/__mock/reset`, { method: 'POST' });
  expect(await state(mock)).toMatchObject({ requests: { count: 0, newest: [] }, sessions: {}, rules: [{ matched: 0, left: 1 }] });
});
