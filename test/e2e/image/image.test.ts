import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { docker } from '../support/outside.ts';
import { type Stages, cloneStages, litter } from './stages.ts';

/** Without a cache everything is downloaded. */
const coldMs = 900_000;

let stages: Stages;
beforeAll(async () => {
  stages = await cloneStages();
});
afterAll(() => stages.remove());

/** A shell's words on a container of an image that is gone at once. */
const inside = async (image: string, script: string, ...options: string[]) =>
  (await docker(['run', '--rm', ...options, '--entrypoint', 'sh', image, '-c', script])).split('\n').filter(Boolean);

const foundOf = (image: string, programs: string[]) => inside(image, `for p in ${programs.join(' ')}; do command -v $p || true; done`);
const litterIn = (image: string) =>
  inside(image, `ls -d ${litter.map((file) => `/app/${file}`).join(' ')} 2>/dev/null || true`, '--user', 'root');

describe('production', () => {
  let image: string;
  beforeAll(async () => {
    image = await stages.build('production');
  }, coldMs);

  const hardened = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--network', 'none'];

  test('is the command, and runs where nothing can be written', async () => {
    const { version } = JSON.parse(await readFile(join(stages.folder, 'package.json'), 'utf8')) as { version: string };
    expect(await docker(['run', '--rm', ...hardened, image, '--version'])).toBe(version);
    expect(await docker(['run', '--rm', ...hardened, image, 'up', '--help'])).toContain('portside up');
  });

  test('is not root, and can write its state and nothing else of its own', async () => {
    expect(await inside(image, 'id -un; find /app -writable ! -type l', ...hardened)).toEqual(['node']);
    const database = 'new (require("better-sqlite3"))(process.env.PORTSIDE_HOME + "/portside.db").exec("CREATE TABLE kept (id)")';
    expect(await inside(image, `node -e '${database}'; ls "$PORTSIDE_HOME"`, ...hardened)).toEqual(['portside.db']);
  });

  test('says how it is run, reached, asked and stopped', async () => {
    const { Config: config } = JSON.parse(await docker(['image', 'inspect', '--format', '{{json .}}', image])) as { Config: unknown };
    expect(config).toMatchObject({
      User: 'node',
      WorkingDir: '/app',
      Entrypoint: ['node', '/app/dist/main.js'],
      Cmd: ['serve', '--roles', 'executor'],
      ExposedPorts: { '8000/tcp': {}, '8003/tcp': {} },
      Healthcheck: { Test: ['CMD', 'node', '/app/dist/healthcheck.js'], Interval: 30e9, Timeout: 10e9, Retries: 3 },
      StopSignal: 'SIGTERM',
      Labels: { 'org.opencontainers.image.title': 'Portside', 'org.opencontainers.image.licenses': 'MIT' },
    });
    expect(config).toHaveProperty('Env', expect.arrayContaining(['NODE_ENV=production', 'PORTSIDE_HOST=0.0.0.0']));
    expect(await inside(image, 'ls /app/dist/healthcheck.js')).toEqual(['/app/dist/healthcheck.js']);
  });

  test('serves, healthy, where nothing can be written, and ends when it is told to', async () => {
    const container = await docker(['run', '--detach', ...hardened, image]);
    try {
      const health = () =>
        docker(['exec', container, 'node', '/app/dist/healthcheck.js'])
          .then(() => 'healthy')
          .catch(() => 'not yet');
      await expect.poll(health, { timeout: 20_000 }).toBe('healthy');
      await docker(['stop', container]);
      expect(await docker(['inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', container])).toBe('exited 0');
    } finally {
      await docker(['rm', '--force', '--volumes', container]);
    }
  });

  test('holds the bundle, what it cannot bundle, and no tools', async () => {
    expect(await inside(image, 'ls -A /app')).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
    expect(await inside(image, 'ls -A /app/node_modules; ls -A /app/node_modules/better-sqlite3/prebuilds | wc -l')).toEqual([
      'better-sqlite3',
      '1',
    ]);
    expect(await foundOf(image, ['curl', 'git', 'docker', 'tsc', 'vitest', 'tmux', 'claude'])).toEqual([]);
    expect(await inside(image, 'find / -xdev -name _cacache -prune', '--user', 'root')).toEqual([]);
    expect(await litterIn(image)).toEqual([]);
    const sizes = await docker(['image', 'inspect', '--format', '{{.Size}}', image, 'node:24-bookworm-slim']);
    const [own = 0, base = 0] = sizes.split('\n').map(Number);
    expect(own - base).toBeLessThan(15e6);
  });
});

test(
  'agent is production with Claude Code in it',
  async () => {
    const image = await stages.build('agent');
    expect(await docker(['run', '--rm', '--entrypoint', 'claude', image, '--version'])).toMatch(/^\d+\.\d+\.\d+ \(Claude Code\)$/);
    expect(await inside(image, 'id -un; ls /app/dist/main.js')).toEqual(['node', '/app/dist/main.js']);
  },
  coldMs,
);

describe('test', () => {
  beforeAll(() => stages.run('test', ['--build'], ['true']), coldMs);

  const socket = ['--volume', '/var/run/docker.sock:/var/run/docker.sock'];

  test('runs the tests', async () => {
    const told = await stages.run(
      'test',
      [],
      ['vitest', 'run', '--project', 'unit', 'test/ports/allocate.test.ts', 'test/system/git.test.ts'],
    );
    expect(told).toMatch(/\n[1-9]\d* passed, 0 failed, without an engine\n$/);
  });

  test('knows all of them, but leaves out what needs an engine where none is mounted', async () => {
    const files = async (options: string[]) => (await stages.run('test', options, ['vitest', 'list', '--filesOnly'])).split('\n');
    const listed = await Promise.all([files([]), files(socket)]);
    const [without, withEngine] = listed.map((lines) => lines.map((line) => line.replace(/^\[\w+\] /, '')));
    const needing = ['test/e2e/hello/hello.test.ts', 'test/library/up.test.ts', 'test/contract/engine/docker.test.ts'];
    expect(withEngine).toEqual(expect.arrayContaining([...needing, 'test/contract/engine/fake.test.ts', 'test/house/map.test.ts']));
    expect(without).toEqual(expect.arrayContaining(['test/contract/engine/fake.test.ts', 'test/house/map.test.ts']));
    expect(needing.filter((file) => without?.includes(file))).toEqual([]);
  });

  test('brings real containers up on the engine whose socket it is given', async () => {
    const told = await stages.run('test', socket, ['vitest', 'run', '--project', 'engine', 'test/e2e/no-healthcheck']);
    expect(told).toMatch(/\n[1-9]\d* passed, 0 failed\n$/);
  });

  test('holds nothing of the machine that it was built on', async () => {
    const ls = `ls -d ${litter.join(' ')} 2>/dev/null || true`;
    expect(await stages.run('test', [], ['sh', '-c', ls])).toBe('');
  });
});

describe('dev', () => {
  beforeAll(() => stages.run('dev', ['--build'], ['true']), coldMs);

  test('is a shell, not root’s, with all that one works with', async () => {
    const programs = ['claude', 'tmux', 'git', 'vi', 'nano', 'less', 'curl', 'docker', 'vitest', 'tsc'];
    const typed = ['echo $0', 'id -un', ...programs.map((program) => `command -v ${program} >/dev/null || echo no ${program}`)];
    expect(await stages.run('dev', [], [], `${typed.join('\n')}\n`)).toBe('bash\nnode\n');
    expect(await stages.run('dev', [], ['claude', '--version'])).toMatch(/^\d+\.\d+\.\d+ \(Claude Code\)\n$/);
    expect(await stages.run('dev', [], ['bash', '-lc', 'command -v vitest'])).toBe('/app/node_modules/.bin/vitest\n');
  });

  test('works on the sources of the machine, with the image’s own dependencies', async () => {
    expect(await stages.run('dev', [], ['cat', '.env'])).toBe('litter\n');
    expect(await stages.run('dev', [], ['sh', '-c', 'ls node_modules/litter 2>/dev/null; tsc --version'])).toMatch(/^Version \d/);
  });

  test('keeps its home', async () => {
    await stages.run('dev', [], ['touch', '/home/node/kept']);
    expect(await stages.run('dev', [], ['sh', '-c', 'ls /home/node'])).toBe('kept\n');
  });
});
