import { expect, test } from 'vitest';
import { createHide } from '../../src/executor/hide.ts';
import { createLog } from '../../src/executor/log.ts';
import { secretValues } from '../../src/redaction/secret-values.ts';

const environment = { API_KEY: 'hush"hush\\7', REDIS_URL: 'redis://:other-one-8@redis:6379', DB_PASSWORD: 'postgres' };
const hide = createHide(['made-token-1', 'made-token-1-long', ...secretValues(environment)], environment);

test.each([
  ['token made-token-1x', 'token ***x'],
  ['made-token-1-long', '***'],
  ['hush"hush\\7 is the key', '*** is the key'],
  ['the password other-one-8', 'the password ***'],
  ['psql postgres://me:a-client-s@db/shop', 'psql postgres://me:***@db/shop'],
  ['export OPENAI=sk-fake1234fake1234fake1234', 'export OPENAI=***'],
  ['DB_PASSWORD=postgres psql', 'DB_PASSWORD=*** psql'],
  ['the service postgres', 'the service postgres'],
  ['nothing é日😀', 'nothing é日😀'],
])('%s becomes %s', (text, expected) => {
  expect(hide(text)).toBe(expected);
});

test('a log line is one JSON document without secrets, though JSON writes them otherwise', () => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line), hide);
  log.info({ command: 'curl -u me:hush"hush\\7 x', url: environment.REDIS_URL }, 'started');
  log.debug('not told at this level');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'info', time: expect.any(String), command: 'curl -u me:*** x', url: 'redis://:***@redis:6379', msg: 'started' },
  ]);
});
