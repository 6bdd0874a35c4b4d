import { expect, test } from 'vitest';
import { parseSettings } from '../../src/contract/parse-settings.ts';
import { criteriaAsked, criteriaUntil } from '../../src/contract/until.ts';

test('what must hold is a word, a command or a probe', () => {
  const { settings, problems } = parseSettings({
    accept: [
      'verified',
      'graduated',
      { command: 'npm test' },
      { command: 'npm test | tee log' },
      { command: ['pytest', '-q'], in: 'api', ran: '[1-9]\\d* passed', tests: 20, timeout: '1m30s' },
      { command: { in: 'redis', run: ['redis-cli', 'ping'] } },
      { http: 'web:80/ready', status: 204 },
      { tcp: 'db:5432' },
    ],
  });
  expect(problems).toEqual([]);
  expect(settings.accept).toEqual([
    { kind: 'verified' },
    { kind: 'graduated' },
    { kind: 'command', run: ['npm', 'test'] },
    { kind: 'command', run: ['sh', '-c', 'npm test | tee log'] },
    { kind: 'command', run: ['pytest', '-q'], in: 'api', ran: '[1-9]\\d* passed', tests: 20, timeoutMs: 90_000 },
    { kind: 'probe', probe: { kind: 'command', service: 'redis', run: ['redis-cli', 'ping'] } },
    { kind: 'probe', probe: { kind: 'http', service: 'web', port: 80, path: '/ready', tls: false, status: 204 } },
    { kind: 'probe', probe: { kind: 'tcp', service: 'db', port: 5432 } },
  ]);
});

test.each<[unknown, string, string?]>([
  [[], 'x-portside.accept: something has to hold: at least one of verified, a command or a probe'],
  ['verified', 'x-portside.accept: it must be a list'],
  [['verifed'], 'x-portside.accept[0]: it must be one of verified, graduated, a command or a probe', 'did you mean verified?'],
  [[{ command: [] }], 'x-portside.accept[0].command: a command has at least one word, its program', 'such as [npm, run, migrate]'],
  [[{ command: '' }], 'x-portside.accept[0].command: a command is a list of words, and no shell reads it', 'such as [npm, run, migrate]'],
  [[{ command: ['sleep', 1] }], "x-portside.accept[0].command: a command's words are text, and 1 is not", 'write [sleep, "1"]'],
  [[{ command: 'x', ran: '(' }], 'x-portside.accept[0].ran: it is not a regular expression'],
  [[{ command: 'x', tests: 0 }], 'x-portside.accept[0].tests: it is a number of tests, at least 1'],
  [[{ command: 'x', timeout: 'soon' }], 'x-portside.accept[0].timeout: "soon" is not a duration; it should look like 90s or 2m'],
  [[{ command: 'x', timeuot: '1s' }], 'x-portside.accept[0].timeuot: Portside does not know this key', 'did you mean timeout?'],
  [[{ command: { in: 'x', rnu: ['a'] } }], 'x-portside.accept[0].command.run: it must be a list'],
  [[{ http: 'web' }], 'x-portside.accept[0].http: "web" is not a place to look at; it should look like web:8000/health'],
  [[{ htpt: 'web:80' }], 'x-portside.accept[0]: a probe is one of http, websocket, tcp, command'],
])('%j: %s', (accept, message, fix) => {
  const { settings, problems } = parseSettings({ accept, range: '8001-8999' });
  expect(problems[0]?.message).toContain(message.replace(/: a probe is.*/, ''));
  expect(problems[0]?.fix).toBe(fix ?? problems[0]?.fix);
  expect(settings).toEqual({ range: { from: 8001, to: 8999 } });
});

test('how agents work here is parsed, and a slip is told', () => {
  const improve = {
    ...{
      agent: 'command',
      model: 'm',
      protect: ['data/'],
      allow: ['test/x'],
      image: 'node:24',
      hosts: ['api.example.org'],
      pass: ['TOKEN'],
    },
    ...{ stop_hook: 'node hook.js', limit: 'complex', command: ['my-agent', '{prompt_file}'] },
  };
  expect(parseSettings({ improve })).toEqual({ settings: { improve: { ...improve, stop_hook: ['node', 'hook.js'] } }, problems: [] });
  const messages = (raw: object) => parseSettings({ improve: raw }).problems.map(({ message, fix = '' }) => `${message} ${fix}`.trim());
  expect(messages({ protct: [] })).toEqual(['x-portside.improve.protct: Portside does not know this key did you mean protect?']);
  expect(messages({ agent: 'cluade' })[0]).toContain('did you mean claude?');
  expect(messages({ limit: 'many' })).toEqual([
    'x-portside.improve.limit: it must be a number above 0, or one of simple, default, complex, adaptive, unlimited',
  ]);
  expect(messages({ limit: 0 })).toHaveLength(1);
  expect(messages({ hosts: ['https://x.org'] })[0]).toContain('a host is a name alone');
  expect(messages({ pass: ['A=b'] })[0]).toContain('a variable is called by');
});

test('what the user says comes before what the project says', () => {
  const command = { kind: 'command' as const, run: ['npm', 'test'] };
  expect(criteriaUntil('npm test')).toEqual([{ kind: 'verified' }, command]);
  expect(criteriaUntil('graduated')).toEqual([{ kind: 'graduated' }]);
  expect(criteriaAsked(undefined, [command])).toEqual([command]);
  expect(criteriaAsked('verified', [command])).toEqual([{ kind: 'verified' }]);
  expect(criteriaAsked(undefined, undefined)).toEqual([{ kind: 'verified' }]);
  expect(criteriaAsked(undefined, [])).toEqual([{ kind: 'verified' }]);
});
