import { expect, test } from 'vitest';
import { createGuard } from '../../../src/executor/http/guard.ts';

const token = '0123456789abcdef';
const nothing = new URLSearchParams();

test.each<[string, string | undefined, string, boolean]>([
  ['the token as Bearer', `Bearer ${token}`, '', true],
  ['the scheme in small letters', `bearer ${token}`, '', true],
  ['the token in the query', undefined, `token=${token}`, true],
  ['another scheme, and the token in the query', 'Basic eDp5', `token=${token}`, true],
  ['no token', undefined, '', false],
  ['an empty one', 'Bearer ', 'token=', false],
  ['another one', 'Bearer 0123456789abcdeg', '', false],
  ['its beginning', 'Bearer 0123456789abcde', '', false],
  ['more than it', `Bearer ${token}0`, '', false],
  ['a wrong one, and the token in the query', 'Bearer wrong', `token=${token}`, false],
  ['the token without a scheme', token, '', false],
  ['the token under another name', undefined, `Token=${token}`, false],
])('%s: %s %s → %s', (_, authorization, query, expected) => {
  const guard = createGuard({ token, allowedOrigins: [] });
  expect(guard.hasToken({ authorization }, new URLSearchParams(query))).toBe(expected);
});

test('where none is asked for, anything goes', () => {
  expect(createGuard({ token: undefined, allowedOrigins: [] }).hasToken({}, nothing)).toBe(true);
});

test.each<[string, string | undefined, string | undefined, boolean]>([
  ['a program', undefined, '127.0.0.1:8003', true],
  ['a program behind a name', undefined, 'cc_execute:8003', true],
  ['a page of its own', 'http://localhost:8003', 'localhost:8003', true],
  ['a page of its own, by number', 'http://127.0.0.1:8003', '127.0.0.1:8003', true],
  ['a page of its own, by number of the network', 'http://192.168.1.7:8003', '192.168.1.7:8003', true],
  ['a page of its own over IPv6', 'http://[::1]:8003', '[::1]:8003', true],
  ['a page of its own on the usual port', 'http://127.0.0.1', '127.0.0.1', true],
  ['a page of another port', 'http://localhost:3000', 'localhost:8003', false],
  ['a page of another site', 'https://evil.example', 'localhost:8003', false],
  ['a name that points here for a moment', 'http://evil.example:8003', 'evil.example:8003', false],
  ['a name that begins like a number', 'http://127.0.0.1.evil.example:8003', '127.0.0.1.evil.example:8003', false],
  ['a name that begins like this host', 'http://localhost.evil.example:8003', 'localhost.evil.example:8003', false],
  ['this host with a dot behind', 'http://localhost.:8003', 'localhost.:8003', false],
  ['a page without an origin', 'null', 'localhost:8003', false],
  ['a file', 'file://', 'localhost:8003', false],
  ['an extension', 'chrome-extension://abcdef', 'localhost:8003', false],
  ['no URL', 'nonsense', 'localhost:8003', false],
  ['nothing', '', 'localhost:8003', false],
  ['a page, and nobody knows of which host', 'http://localhost:8003', undefined, false],
  ['another number over IPv6', 'http://[::2]:8003', '[::1]:8003', false],
])('%s (Origin %s, Host %s) may come: %s', (_, origin, host, expected) => {
  expect(createGuard({ token, allowedOrigins: [] }).mayComeFrom({ origin, host })).toBe(expected);
});

test('a page that the settings name may come, exactly that one', () => {
  const guard = createGuard({ token, allowedOrigins: ['https://app.example'] });
  const from = (origin: string) => guard.mayComeFrom({ origin, host: 'localhost:8003' });
  expect(['https://app.example', 'http://app.example', 'https://app.example:8443', 'https://app.example.evil.example'].map(from)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(createGuard({ token, allowedOrigins: ['*'] }).mayComeFrom({ origin: 'https://any.example', host: 'localhost' })).toBe(true);
});

test.each<[string, string | undefined, boolean]>([
  ['this machine', 'localhost:8000', true],
  ['a number', '10.0.0.7:8000', true],
  ['a number of IPv6', '[::1]:8000', true],
  ['a service beside it', 'cc_execute:8000', true],
  ['a site that is allowed', 'app.example', true],
  ['a name that points here for a moment', 'evil.example:8000', false],
  ['no host', undefined, true],
])('where no token is asked for, whoever names no origin must have asked for a host that is ours: %s (%s) → %s', (_, host, expected) => {
  expect(createGuard({ token: undefined, allowedOrigins: ['https://app.example'] }).mayComeFrom({ host })).toBe(expected);
});
