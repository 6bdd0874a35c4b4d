import { describe, expect, test } from 'vitest';
import { ask, events, scripted } from './support/scripted.ts';

describe('refusals', () => {
  test.each([
    ['invalid_request', 400, 'invalid_request_error', 'false'],
    ['credits', 400, 'invalid_request_error', 'false'],
    ['authentication', 401, 'authentication_error', 'false'],
    ['not_logged_in', 401, 'authentication_error', 'false'],
    ['permission', 403, 'permission_error', 'false'],
    ['not_found', 404, 'not_found_error', 'false'],
    ['too_large', 413, 'request_too_large', 'false'],
    ['rate_limit', 429, 'rate_limit_error', 'true'],
    ['server', 500, 'api_error', 'true'],
    ['unavailable', 503, 'api_error', 'true'],
    ['timeout', 504, 'timeout_error', 'true'],
    ['overloaded', 529, 'overloaded_error', 'true'],
  ])('%s', async (fault, status, type, retry) => {
    const mock = await scripted(`rules: [{ fault: ${fault} }]`);
    const response = await ask(mock, { stream: true });
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([status, retry]);
    const body = await response.json();
    expect(body).toEqual({
      type: 'error',
      error: { type, message: expect.stringMatching(/\w/) as string },
      request_id: response.headers.get('request-id'),
    });
  });

  test('a usage limit says when it is lifted, in words and in headers', async () => {
    const now = Date.parse('2026-11-21T13:00:00Z');
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const mock = await scripted('rules: [{ fault: { type: usage_limit, resets_in: 7500 } }]', clock);
    const response = await ask(mock, {}, { 'x-api-key': '', authorization: 'Bearer sk-ant-oat01-any' });
    const header = (name: string) => response.headers.get(name);
    expect([response.status, header('retry-after'), header('x-should-retry')]).toEqual([429, '7500', 'false']);
    expect([header('anthropic-ratelimit-unified-status'), header('anthropic-ratelimit-unified-reset')]).toEqual(['rejected', '1795273500']);
    expect(header('anthropic-ratelimit-unified-representative-claim')).toBe('five_hour');
    expect(await response.json()).toMatchObject({ error: { message: "You've hit your session limit · resets 3:05pm (UTC)" } });
  });

  test('words, status and patience are the scenario’s where it names them', async () => {
    const mock = await scripted('rules: [{ fault: { type: rate_limit, message: slow down, retry_after: 7, should_retry: false } }]');
    const response = await ask(mock, {});
    expect([response.headers.get('retry-after'), response.headers.get('x-should-retry')]).toEqual(['7', 'false']);
    expect(await response.json()).toMatchObject({ error: { message: 'slow down' } });
  });
});

describe('connections', () => {
  test('reset: nothing comes, not even a header', async () => {
    const mock = await scripted('rules: [{ fault: reset }]');
    await expect(ask(mock, {})).rejects.toThrow('fetch failed');
  });

  test('drop: a stream breaks off, a whole answer is cut short', async () => {
    const mock = await scripted('rules: [{ fault: { type: drop, after: 3 } }]');
    const streamed = await ask(mock, { stream: true });
    const seen: string[] = [];
    const read = async () => {
      for await (const part of streamed.body ?? []) seen.push(Buffer.from(part).toString());
    };
    await expect(read()).rejects.toThrow('terminated');
    expect(events(seen.join('')).map(({ event }) => event)).toEqual(['message_start', 'content_block_start', 'ping']);
    await expect((await ask(mock, {})).json()).rejects.toThrow('terminated');
  });

  test('stream_error: an error after 200, and nothing behind it', async () => {
    const mock = await scripted('rules: [{ fault: { type: stream_error, after: 2 } }]');
    const streamed = await ask(mock, { stream: true });
    expect(streamed.status).toBe(200);
    const seen = events(await streamed.text());
    expect(seen.map(({ event }) => event)).toEqual(['message_start', 'content_block_start', 'error']);
    expect(seen.at(-1)?.data).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });
    expect((await ask(mock, {})).status).toBe(529);
  });

  test('stall: it goes on after a while, or never', async () => {
    const slept: number[] = [];
    const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    const mock = await scripted('rules: [{ times: 1, fault: { type: stall, after: 2, for_ms: 90000 } }, { fault: stall }]', clock);
    const late = events(await (await ask(mock, { stream: true })).text());
    expect([slept, late.at(-1)?.event]).toEqual([[90_000], 'message_stop']);
    const impatient = new AbortController();
    const response = await ask(mock, { stream: true }, {}, impatient.signal);
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    const rest = reader?.read();
    impatient.abort();
    await expect(rest).rejects.toThrow('aborted');
  });

  test('slow: before the first byte, and between events', async () => {
    const slept: number[] = [];
    const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    const mock = await scripted('default: { text: hi, delay_ms: 3000, pace_ms: 50 }', clock);
    const count = events(await (await ask(mock, { stream: true })).text()).length;
    expect(slept).toEqual([3000, ...Array.from({ length: count }, () => 50)]);
  });
});

test('pages of proxies, and whatever else a scenario says', async () => {
  const mock = await scripted(`
rules:
  - { times: 1, fault: html_429 }
  - { times: 1, fault: html_502 }
  - { fault: { type: custom, status: 418, headers: { x-tea: pot }, body: { short: and stout } } }
`);
  const page = await ask(mock, {});
  expect([page.status, page.headers.get('content-type'), page.headers.get('retry-after')]).toEqual([429, 'text/html', null]);
  expect(await page.text()).toContain('<h1>429 Too Many Requests</h1>');
  expect((await ask(mock, {})).status).toBe(502);
  const custom = await ask(mock, {});
  expect([custom.status, custom.headers.get('x-tea'), await custom.json()]).toEqual([418, 'pot', { short: 'and stout' }]);
});
