import { expect, test } from 'vitest';
import { createRedactor } from '../../src/redaction/redact.ts';

function knowing(environment: Record<string, string>) {
  const redactor = createRedactor();
  redactor.learnEnvironment(environment);
  return redactor;
}

const canary = 'canary-7f3a-hush';

test.each([
  'API_KEY',
  'apiKey',
  'ACCESS_TOKEN',
  'DJANGO_SECRET',
  'SECRET_KEY_BASE',
  'DB_PASSWORD',
  'PGPASSWORD',
  'DB_PASS',
  'REDIS_PWD',
  'GOOGLE_CREDENTIALS',
  'BASIC_AUTH',
  'COOKIE',
  'SENTRY_DSN',
  'TLS_CERT',
  'AWS_ACCESS_KEY_ID',
])('the value of %s is hidden wherever it appears', (name) => {
  expect(knowing({ [name]: canary }).text(`a ${canary}, b=${canary}`)).toBe('a ***, b=***');
});

test.each([
  [`sk-${'fake1234'.repeat(3)}`, 'an API key'],
  ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'a forge token'],
  ['xoxb-123456789012-abcdefABCDEF', 'a chat token'],
  ['AKIAIOSFODNN7EXAMPLE', 'a cloud key'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl', 'a JSON Web Token'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', 'a private key'],
])('%s is hidden although nobody told of it: it is %s', (secret) => {
  expect(createRedactor().text(`using ${secret} now`)).toBe('using *** now');
});

test('a long random value is a secret whatever it is called', () => {
  const value = 'q7Rk2ZpX9mLw4TnB8vYc3HsD';
  expect(knowing({ INNOCENT: value }).text(`got ${value}`)).toBe('got ***');
});

test('passwords in URLs are hidden, learnt or not, and the rest of the URL stays', () => {
  const redactor = knowing({ DATABASE_URL: 'postgres://shop:hush%21hush7@db:5432/shop' });
  expect(redactor.text('postgres://shop:hush%21hush7@db:5432/shop')).toBe('postgres://shop:***@db:5432/shop');
  expect(redactor.text('password is hush!hush7')).toBe('password is ***');
  expect(redactor.text('redis://:other-one@redis:6379')).toBe('redis://:***@redis:6379');
});

test('encoded forms are hidden: base64 (alone, or behind a user name), URL, JSON, Compose', () => {
  const secret = 'p&ss "w0rd" $x';
  const { text } = knowing({ PASSWORD: secret });
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  for (const encoded of [encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), secret.replaceAll('$', '$$$$')]) {
    expect(text(`<${encoded}>`)).toBe('<***>');
  }
  for (const before of ['', 'a:', 'me:', 'you:', 'them:']) {
    const shown = text(`Basic ${base64(before + secret)}`);
    const letters = shown.slice('Basic '.length).replace('***', '');
    expect(shown).toContain('***');
    // The letters that are left come from what stood before, and from the last, shared one.
    expect(letters.length).toBeLessThanOrEqual(Math.ceil((before.length * 4) / 3) + 4);
  }
});

test('a value of several lines is hidden line by line', () => {
  const key = '-----BEGIN CERTIFICATE-----\nfirst-line-of-it\nsecond-line-of-it\n-----END CERTIFICATE-----';
  const { text } = knowing({ TLS_CERT: key });
  expect(text(key)).toBe('***');
  expect(text('web-1 | first-line-of-it\nweb-1 | second-line-of-it')).toBe('web-1 | ***\nweb-1 | ***');
});

test('secrets inside JSON are hidden one by one', () => {
  const { text } = knowing({ SETTINGS: JSON.stringify({ user: 'somebody', nested: { password: canary } }) });
  expect(text(`somebody ${canary}`)).toBe('somebody ***');
});

test.each([
  ['PWD', '/srv/projects/shop'],
  ['SSH_AUTH_SOCK', '/tmp/ssh-1/agent.5'],
  ['TLS_CERT', './certs/server.pem'],
  ['DEBUG_TOKEN', 'true'],
  ['AUTH_HOST', 'localhost'],
  ['AUTH_SERVER', 'auth.example.org:8443'],
  ['KEY_VERSION', '1.24.3-rc.1'],
  ['TOKEN_TTL', '86400000'],
  ['SESSION_TIMEOUT', '3600s'],
  ['API_KEY', 'short'],
  ['AUTHOR', 'somebody-else-1'],
  ['MONKEYS_PATH', 'some-place-1'],
  ['REDIS_URL', 'redis://redis:6379'],
  ['IMAGE', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['CONTAINER', '4e1243bd22c66e76c2ba9eddc1f91394e57f9f83d0b1e7b5a1f2d3c4b5a69788'],
  ['EXECUTION', '123e4567-e89b-42d3-a456-426614174000'],
])('%s=%s is ordinary and stays', (name, value) => {
  expect(knowing({ [name]: value }).text(`<${value}>`)).toBe(`<${value}>`);
});

test('a password that is also a word is hidden beside its name only: a service may be called the same', () => {
  const { text, deep } = knowing({ POSTGRES_PASSWORD: 'postgres' });
  expect(text('postgres is up, POSTGRES_PASSWORD=postgres')).toBe('postgres is up, POSTGRES_PASSWORD=***');
  expect(text('"POSTGRES_PASSWORD": "postgres"')).toBe('"POSTGRES_PASSWORD": "***"');
  expect(deep({ service: 'postgres', environment: { POSTGRES_PASSWORD: 'postgres' } })).toEqual({
    service: 'postgres',
    environment: { POSTGRES_PASSWORD: '***' },
  });
});

test('so is a short one', () => {
  const { text, deep } = knowing({ DB_PASSWORD: '1234', MQTT_PASS: 'a1b!' });
  expect(text('DB_PASSWORD=1234 at port 1234, MQTT_PASS: "a1b!"')).toBe('DB_PASSWORD=*** at port 1234, MQTT_PASS: "***"');
  expect(text('DB_PASSWORD=12345')).toBe('DB_PASSWORD=12345');
  expect(deep({ DB_PASSWORD: '1234' })).toEqual({ DB_PASSWORD: '***' });
});

test('the folder that a shell is in is no secret, however odd its name', () => {
  const folder = '/home/me/My Projects/x';
  expect(knowing({ PWD: folder, OLDPWD: folder }).text(`in ${folder}`)).toBe(`in ${folder}`);
  expect(knowing({ REDIS_PWD: folder }).text(`in ${folder}`)).toBe('in ***');
});

test('a short secret is not found inside hashes and numbers', () => {
  expect(knowing({ PASSWORD: '123456' }).text('pin 123456, id ab123456cd, 0.1234567')).toBe('pin ***, id ab123456cd, 0.1234567');
});

test('a longer secret is hidden whole where a shorter one begins it', () => {
  expect(knowing({ A_KEY: 'abcdef-12345', B_KEY: 'abcdef-12345-67890' }).text('abcdef-12345-67890')).toBe('***');
});

test('what is learnt later counts from then on', () => {
  const redactor = createRedactor();
  expect(redactor.text(canary)).toBe(canary);
  redactor.learn('NEW_TOKEN', canary);
  expect(redactor.text(canary)).toBe('***');
});

test('a whole document is gone through; numbers, keys and nothing stay', () => {
  const given = { logs: [`x ${canary}`], at: 1.5, none: null, deep: { [canary]: true } };
  expect(knowing({ A_SECRET: canary }).deep(given)).toEqual({ logs: ['x ***'], at: 1.5, none: null, deep: { [canary]: true } });
  expect(given.logs).toEqual([`x ${canary}`]);
});

test('what is said to be a secret is one, whatever its name and shape', () => {
  const redactor = createRedactor();
  redactor.learnSecrets({ GREETING: 'good-morning', PLACE: '/srv/data', EMPTY: '' });
  expect(redactor.text('ws://web/ws?say=good-morning in /srv/data')).toBe('ws://web/ws?say=*** in /srv/data');
});
