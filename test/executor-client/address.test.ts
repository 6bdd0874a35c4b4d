import { expect, test } from 'vitest';
import { readAddress } from '../../src/executor-client/address.ts';

test.each([
  ['ws://localhost:8003', 'ws://localhost:8003/ws/mcp'],
  ['ws://localhost:8003/', 'ws://localhost:8003/ws/mcp'],
  ['wss://example.org/behind/a/proxy?team=a', 'wss://example.org/behind/a/proxy?team=a'],
  ['ws://ada:secret@localhost:8003/ws/mcp?token=hidden-in-here#x', 'ws://localhost:8003/ws/mcp'],
])('%s is %s', (given, url) => {
  expect(readAddress(given, undefined).url).toBe(url);
});

test('a token that is given comes before one in the URL', () => {
  expect(readAddress('ws://localhost?token=one', undefined).token).toBe('one');
  expect(readAddress(new URL('ws://localhost?token=one'), 'other').token).toBe('other');
});

test('what cannot be an executor is not repeated', () => {
  for (const wrong of ['localhost:8003', 'http://localhost?token=hidden', 'ws://[token=hidden']) {
    expect(() => readAddress(wrong, undefined)).toThrow(/^the URL of an executor looks like ws:\/\/localhost:8003\/ws\/mcp$/);
  }
});
