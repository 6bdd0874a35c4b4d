import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ComposeFile, ComposeService } from '../../src/deploy/model/compose-file.ts';
import type { Lease } from '../../src/deploy/model/port.ts';
import { dataNotes } from '../../src/graduation/data-note.ts';
import { differences } from '../../src/graduation/differences.ts';
import { settled } from '../../src/graduation/expressions.ts';
import { markVariables } from '../../src/graduation/marks.ts';
import { standingMount } from '../../src/graduation/mounts.ts';
import { portable } from '../../src/graduation/paths.ts';
import { portVariables } from '../../src/graduation/ports.ts';
import { beforeNotes } from '../../src/graduation/before-note.ts';
import { runLine } from '../../src/graduation/run-line.ts';
import { shownSecrets } from '../../src/graduation/secrets-stay-out.ts';
import { isOwn, standingText } from '../../src/graduation/text.ts';
import { head } from './workbench.ts';

const giving = { leased: { PORT: '8021' }, instance: 'demo', required: { TOKEN: 'set TOKEN' } };

test.each([
  ['${PORT:-8001}', '${PORT:-8021}'],
  ['$PORT', '${PORT:-8021}'],
  ['http://x:${PORT:?which}/', 'http://x:${PORT:-8021}/'],
  ['${PORT:+set}', '${PORT:+set}'],
  ['${TOKEN}', '${TOKEN:?set TOKEN}'],
  ['${TOKEN:-none}', '${TOKEN:?set TOKEN}'],
  ['${TOKEN:?mine}', '${TOKEN:?mine}'],
  ['${OUTER:-${TOKEN}}', '${OUTER:-${TOKEN:?set TOKEN}}'],
  ['a_${INSTANCE_ID}', 'a_${INSTANCE_ID:-demo}'],
  ['a_${INSTANCE_ID:-x}', 'a_${INSTANCE_ID:-x}'],
  ['$$HOME costs 5$', '$$HOME costs 5$$'],
])('%s becomes %s', (before, after) => {
  expect(settled(before, giving)).toBe(after);
});

describe('marks', () => {
  const takes = (fits: (environment: Record<string, string>) => boolean) => async (environment: Record<string, string>) =>
    fits(environment) ? ({ name: 'x', services: {} } satisfies ComposeFile) : undefined;

  test('each value is marked; what Compose refuses gets a number, or none', async () => {
    const resolve = takes(({ COUNT = '1', SWITCH = 'true' }) => /^\d+$/.test(COUNT) && SWITCH === 'true');
    const values = { A: 'a', COUNT: '3', SWITCH: 'true', PORT: '8001', Z: '' };
    const marked = await markVariables(values, { numbers: new Set(['PORT']), used: '47123', resolve });
    expect(marked?.marks.map(({ variable, text, number }) => [variable, text, number])).toEqual([
      ['PORT', '47124', true],
      ['A', 'azq0qz', false],
      ['Z', 'zq4qz', false],
      ['COUNT', '47125', true],
    ]);
  });

  test('files that are refused whatever they are given cannot be marked', async () => {
    expect(await markVariables({}, { numbers: new Set(), used: '', resolve: takes(() => false) })).toBeUndefined();
  });
});

test('two ports never get one name', () => {
  const lease = (service: string, target: number, more: Partial<Lease> = {}): Lease => ({
    ...{ service, target, protocol: 'tcp', port: 8000, count: 1, index: 0, ...more },
  });
  const leases = [
    lease('my-app', 80),
    lease('my_app', 80),
    lease('dns', 53),
    lease('dns', 53, { protocol: 'udp' }),
    lease('a', 1, { variable: 'MINE' }),
  ];
  expect([...portVariables({ leases, named: {}, taken: new Set(['DNS_53_PORT']) }).values()]).toEqual([
    'MY_APP_PORT',
    'MY_APP_PORT_2',
    'DNS_53_PORT_2',
    'DNS_53_UDP_PORT',
    'MINE',
  ]);
});

test('a path is as others can use it too', () => {
  const places = { directory: '/srv/shop', home: '/home/ada', texts: ['~/.claude:/c', '/var/run/docker.sock:/s', '${HOME}/.aws:/a'] };
  const shown = [
    '/srv/shop',
    '/srv/shop/data',
    '/srv/other',
    '/var/run/docker.sock',
    '/home/ada/.claude',
    '/home/ada/.aws',
    '${DATA:-./d}',
  ];
  expect(shown.map((path) => portable(path, places))).toEqual([
    '.',
    './data',
    '../other',
    '/var/run/docker.sock',
    '~/.claude',
    '${HOME}/.aws',
    '${DATA:-./d}',
  ]);
});

test('a mount is short where that says all of it', () => {
  const bind = { create_host_path: true };
  expect([
    standingMount({ type: 'bind', source: './d', target: '/d', bind }),
    standingMount({ type: 'bind', source: '${D:-./d}', target: '/d', bind, read_only: true }),
    standingMount({ type: 'bind', source: './a:b', target: '/d', bind }),
    standingMount({ type: 'bind', source: './d', target: '/d' }),
    standingMount({ type: 'volume', source: 'data', target: '/d', volume: {} }),
    standingMount({ type: 'volume', source: 'data', target: '/d', volume: { nocopy: true } }),
    standingMount({ type: 'tmpfs', target: '/t' }),
  ]).toEqual([
    './d:/d',
    '${D:-./d}:/d:ro',
    { type: 'bind', source: './a:b', target: '/d', bind },
    { type: 'bind', source: './d', target: '/d' },
    'data:/d',
    { type: 'volume', source: 'data', target: '/d', volume: { nocopy: true } },
    { type: 'tmpfs', target: '/t' },
  ]);
});

describe('the proof', () => {
  const model = (web: ComposeService): ComposeFile => ({ name: 'x', services: { web } });

  test('another value anywhere is a difference, told without the value', () => {
    const wanted = model({ image: 'a:1', environment: { PASSWORD: 'one' }, ports: [{ target: 1, published: '2' }, { target: 3 }] });
    const same = model({
      image: 'a:1@sha256:x',
      environment: { PASSWORD: 'one' },
      ports: [{ target: 3 }, { published: '2', target: 1 }],
      command: null,
    });
    expect(differences(wanted, same)).toEqual([]);
    expect(differences(wanted, model({ image: 'b:1', environment: { PASSWORD: 'two' }, ports: [] }))).toEqual([
      'services.web.environment.PASSWORD',
      'services.web.image',
      'services.web.ports.0',
      'services.web.ports.1',
    ]);
    expect(differences(wanted, { name: 'x', services: {} })).toEqual(['services.web']);
  });

  test('a secret is found wherever it stands, unless the project shows it itself', () => {
    const kept = {
      values: { DB_PASSWORD: 'correct-horse-7', LOG: 'debug', WEAK_PASSWORD: 'changeme-99' },
      secrets: { SEED: 'plain words of a seed' },
    };
    const text = 'A: redis://:correct-horse-7@x\nB: debug\nC: plain words of a seed\nD: ${WEAK_PASSWORD:-changeme-99}\n';
    expect(shownSecrets(text, ['D: ${WEAK_PASSWORD:-changeme-99}'], kept)).toEqual(['DB_PASSWORD', 'SEED']);
    expect(shownSecrets('A: ${DB_PASSWORD}\n', [], kept)).toEqual([]);
  });
});

describe('the file', () => {
  const standing = { file: { name: 'shop-standing', services: { web: { image: 'x' } } }, comments: { web: 'built here' } };

  test('its head says what it is, from what, when, and how to run it', async () => {
    expect(await standingText(standing, { ...head, notes: ['Volumes are its own.'] })).toMatchInlineSnapshot(`
      "# Standing Compose file, written by \`portside graduate\`: plain Compose, it needs no Portside.
      # Of shop/demo, version v3 (content abc), graduated 2026-11-21T12:00:00.000Z
      # with 10 successes to 0 failures of unchanged content (10 to 1 were asked for).
      # Execution e1
      #
      # Run it:  docker compose -f compose.standing.yaml -p shop-standing up -d
      # Ports and other variables come from the shell or .env; those without a default are asked for.
      # - Volumes are its own.
      #
      # As written: sha256 6bd581edf3c6ed26

      name: shop-standing
      services:
        web:
          image: x # built here
      "
    `);
  });

  test('is its own until somebody changes it, by one byte', async () => {
    const text = await standingText(standing, head);
    expect(isOwn(text)).toBe(true);
    expect(isOwn(text.replace('image: x', 'image: y'))).toBe(false);
    expect(isOwn(text.replace('10 successes', '11 successes'))).toBe(false);
    expect(isOwn(`${text}# more\n`)).toBe(false);
    expect(isOwn('services: {}\n')).toBe(false);
  });
});

test('what runs before is typed word for word against this stack, and stays a comment, whatever is in it', async () => {
  const input = { file: '/srv/shop/deploy/it.yaml', directory: '/srv/shop', envFiles: [], includedFrom: [], name: 'shop-standing' };
  const before = { web: ['sh', '-c', "echo 'a b'\nservices: {}\r\nrm *"] };
  const [note = ''] = beforeNotes({ before } as never, input);
  expect(note).toContain('docker compose --project-directory . -f deploy/it.yaml -p shop-standing run --rm web sh -c ');
  expect(note.slice(note.indexOf('sh -c ') + 6)).toBe(String.raw`'echo '\''a b'\''` + "\nservices: {}\r\nrm *'");
  const text = await standingText({ file: { services: { web: { image: 'x' } } }, comments: {} }, { ...head, notes: [note] });
  expect(parse(text)).toEqual({ services: { web: { image: 'x' } } });
  expect(isOwn(text)).toBe(true);
});

test('whose data it has is said of each volume', () => {
  const identity = { project: 'shop', instance: 'demo' };
  const said = (volumes?: object) => dataNotes({ volumes }, identity);
  expect(said()).toEqual([]);
  expect(said({ a: null, b: { driver: 'local' } })).toEqual([
    'Volumes are its own and begin empty: the data of shop/demo stays with that.',
  ]);
  expect(said({ a: { external: true }, b: { name: 'data' }, c: null })).toEqual([
    'c: a volume of its own, which begins empty: the data of shop/demo stays with that',
    'a, b: the very volume that shop/demo uses, with its data: never run both at once',
  ]);
});

test('how to run it names env files that Compose would not find by itself', () => {
  const input = { file: '/p/compose.standing.yaml', directory: '/p', envFiles: ['/p/.env'], includedFrom: [], name: 'shop-standing' };
  expect(runLine(input)).toBe('docker compose -f compose.standing.yaml -p shop-standing up -d');
  expect(runLine({ ...input, includedFrom: ['/p/db/.env'] })).toBe(
    'docker compose --env-file db/.env --env-file .env -f compose.standing.yaml -p shop-standing up -d',
  );
  expect(runLine({ ...input, envFiles: ['/p/my prod.env'], file: '/p/deploy/stack.yaml' })).toBe(
    "docker compose --project-directory . --env-file 'my prod.env' -f deploy/stack.yaml -p shop-standing up -d",
  );
});
