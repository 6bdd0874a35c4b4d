import { describe, expect, test } from 'vitest';
import type { InstanceView } from '../../src/contract/instance.ts';
import { portside } from './memory-world.ts';
import { demo, main, twoInstances } from './samples.ts';

describe('url', () => {
  test.each([
    [['url'], 'http://localhost:8010', 'the default instance, its only endpoint'],
    [['url', 'demo'], 'http://localhost:8001', 'api where there is one'],
    [['url', 'hello/demo'], 'http://localhost:8001', 'a slash makes an instance'],
    [['url', 'web'], 'http://localhost:8010', 'no instance is called so: an endpoint of the default one'],
    [['url', 'demo', 'websocket'], 'ws://localhost:8004/ws', 'both'],
  ])('%j → %s: %s', async (argv, expected) => {
    expect(await portside(argv, twoInstances)).toEqual({ exit: 0, stdout: `${expected}\n`, stderr: '' });
  });

  test('an unknown name lists those that there are', async () => {
    const { exit, stdout, stderr } = await portside(['url', 'demo', 'apu'], twoInstances);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toBe('✘ hello/demo has no endpoint called apu\n  did you mean api? it has websocket, api\n');
  });

  test('a word with a slash is an instance or a mistake, never an endpoint', async () => {
    const { exit, stderr } = await portside(['url', 'hello/nope'], twoInstances);
    expect(exit).toBe(2);
    expect(stderr).toContain('there is no instance hello/nope');
  });

  test('an instance without ports has no URL', async () => {
    const silent = { ...main, endpoints: [] };
    const { exit, stderr } = await portside(['url'], { list: () => Promise.resolve([silent]), select: () => Promise.resolve(silent) });
    expect(exit).toBe(2);
    expect(stderr).toContain('hello/main has no endpoint: it publishes no port');
  });
});

describe('env', () => {
  const hostile = { API_URL: 'http://localhost:8001', QUOTED: `it's "$(rm -rf /)" \\ \`x\``, LINES: 'a\nb', 'not-a-name': 'x' };
  const app = { ...twoInstances, env: () => Promise.resolve(hostile) };

  test('lines that a shell takes over without running anything in them', async () => {
    const { stdout } = await portside(['env', 'demo'], app);
    expect(stdout).toBe(`export API_URL='http://localhost:8001'\nexport QUOTED='it'\\''s "$(rm -rf /)" \\ \`x\`'\nexport LINES='a\nb'\n`);
  });

  test('as fish writes them', async () => {
    const { stdout } = await portside(['env', '--format', 'fish'], app);
    expect(stdout).toContain(`set -gx QUOTED 'it\\'s "$(rm -rf /)" \\\\ \`x\`'\n`);
  });

  test.each([[['env', '--json']], [['env', '--format', 'json']]])('%j', async (argv) => {
    const { stdout } = await portside(argv, app);
    expect(JSON.parse(stdout)).toEqual(hostile);
  });
});

describe('logs', () => {
  test.each([
    [['logs'], 'main', [], false, 'all'],
    [['logs', 'demo', 'web'], 'demo', ['web'], false, 'all'],
    [['logs', 'web', 'redis', '-f', '--tail', '5'], 'main', ['web', 'redis'], true, 5],
  ])('%j', async (argv, instance, services, follow, tail) => {
    let seen: unknown;
    const { stdout } = await portside(argv, {
      ...twoInstances,
      logs(of, options, onLine) {
        seen = { instance: of.instance, ...options };
        onLine('web | hello');
        return Promise.resolve();
      },
    });
    expect(seen).toEqual({ instance, services, follow, tail });
    expect(stdout).toBe('web | hello\n');
  });

  test('Ctrl-C ends following, and is no failure to talk of', async () => {
    const stop = new AbortController();
    const following = portside(
      ['logs', '-f'],
      {
        ...twoInstances,
        async logs(_instance, _options, onLine, signal) {
          onLine('web | hello');
          stop.abort();
          expect(signal.aborted).toBe(true);
        },
      },
      { interruptible: () => stop.signal },
    );
    expect(await following).toEqual({ exit: 130, stdout: 'web | hello\n', stderr: '' });
  });

  test('a service that does not exist is named', async () => {
    const { exit, stderr } = await portside(['logs', 'wbe'], twoInstances);
    expect(exit).toBe(2);
    expect(stderr).toBe('✘ hello/main has no service wbe\n  it has redis, web\n');
  });
});

describe('exec', () => {
  test.each([
    [
      ['exec', 'web', '--', 'ls', '-la', '--json'],
      ['main', 'web', ['ls', '-la', '--json']],
    ],
    [
      ['exec', 'demo', 'redis', '--', 'redis-cli', 'ping'],
      ['demo', 'redis', ['redis-cli', 'ping']],
    ],
  ])('%j', async (argv, expected) => {
    let seen: unknown;
    const { exit } = await portside(argv, {
      ...twoInstances,
      exec(instance, service, command) {
        seen = [instance.instance, service, command];
        return Promise.resolve(7);
      },
    });
    expect(seen).toEqual(expected);
    expect(exit).toBe(7);
  });
});

describe('ps', () => {
  const killed: InstanceView = {
    ...main,
    instance: 'left',
    state: 'unfinished',
    services: [{ service: 'web', state: 'exited', container: 'hello-left-web-1' }],
    endpoints: [],
    unfinished: { action: 'up', execution_uuid: 'e1', since: '2026-11-21T11:57:00Z', ending: 'undo' },
  };

  test('a table, and what was left unfinished', async () => {
    const { stdout, stderr } = await portside(['ps'], { list: () => Promise.resolve([demo, killed]) });
    expect(stdout).toMatchInlineSnapshot(`
      "PROJECT  INSTANCE  STATE       SERVICES  ENDPOINTS                         AGE
      hello    demo      running     2/2       websocket ws://localhost:8004/ws  12 min
                                               api http://localhost:8001
      hello    left      unfinished  0/1                                         12 min
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "▲ hello/left: its up was killed 3 min ago and is unfinished (e1)
        the next up, down or doctor --fix takes it back, and what ran before runs again
        portside up in /home/ada/hello goes on from there; portside down hello/left removes all of it; portside doctor --fix does nothing else
      "
    `);
  });

  test('what is verified is finished, and a canary waits for a word', async () => {
    const committed: InstanceView = {
      ...killed,
      unfinished: { action: 'up', execution_uuid: 'e1', since: '2026-11-21T11:57:00Z', ending: 'finish' },
    };
    const canary: InstanceView = { ...demo, canary: { execution_uuid: 'e2', share: 10, services: ['web'] } };
    const { stderr } = await portside(['ps'], { list: () => Promise.resolve([committed, canary]) });
    expect(stderr).toMatchInlineSnapshot(`
      "▲ hello/left: its up was killed 3 min ago and is unfinished (e1)
        all of it was verified: the next up, down or doctor --fix removes what it replaced
        portside up in /home/ada/hello goes on from there; portside down hello/left removes all of it; portside doctor --fix does nothing else
      · hello/demo: a new web gets 10 % of the requests, beside the old (e2)
        portside up --promote makes it the only one; portside up --abort takes it back; portside down hello/demo removes both
      "
    `);
  });

  test.each([['url'], ['env'], ['logs']])('%s says so too, beside its result', async (command) => {
    const left = { ...killed, endpoints: demo.endpoints };
    const app = {
      list: () => Promise.resolve([left]),
      select: () => Promise.resolve(left),
      env: async () => ({}),
      logs: async () => undefined,
    };
    expect((await portside([command], app)).stderr).toContain('hello/left: its up was killed 3 min ago and is unfinished (e1)');
    expect((await portside([command, '--quiet'], app)).stderr).toBe('');
  });

  test('--json is the list itself', async () => {
    const { stdout } = await portside(['ps', '--json'], { list: () => Promise.resolve([demo]) });
    expect(JSON.parse(stdout)).toEqual([demo]);
  });

  test('nothing runs', async () => {
    const { stdout, stderr } = await portside(['ps'], { list: () => Promise.resolve([]) });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'nothing runs; portside up [dir] starts a project\n' });
  });
});
