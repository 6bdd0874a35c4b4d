import { describe, expect, test } from 'vitest';
import type { Ended, UpOptions } from '../../src/contract/options.ts';
import { UserError } from '../../src/contract/user-error.ts';
import { portside } from './memory-world.ts';
import { ending, failedRecord, record, uuid } from './samples.ts';

const verified: Ended = { record, exit: 0, changed: true };

describe('what it passes on', () => {
  test('every flag reaches the app', async () => {
    const flags = ['--name', 'demo', '--only', 'web,redis', '-f', 'a.yaml', '-f', 'b.yaml', '--env-file', '.env', '--profile', 'debug'];
    const more = [
      '--port',
      'api=8001',
      '--port',
      'web:8000=8002',
      '--timeout',
      '2m',
      '--settle',
      '500ms',
      '--keep',
      '--adopt',
      '--record',
      'r.json',
    ];
    expect(await optionsFor(['examples/hello', ...flags, ...more])).toEqual({
      directory: 'examples/hello',
      name: 'demo',
      only: ['web', 'redis'],
      files: ['a.yaml', 'b.yaml'],
      envFiles: ['.env'],
      profiles: ['debug'],
      ports: ['api=8001', 'web:8000=8002'],
      timeoutMs: 120_000,
      settleMs: 500,
      keep: true,
      adopt: true,
      recordFile: 'r.json',
    });
  });

  test('what replacement asks for too', async () => {
    expect(await optionsFor(['--wait', '1m', '--drain', '10s', '--canary', '10%'])).toEqual({
      waitMs: 60_000,
      drainMs: 10_000,
      canary: 10,
    });
    expect(await optionsFor(['--snapshot'])).toEqual({ snapshot: true });
    expect(await optionsFor(['--promote', '--wait', '5', '--drain', '0s'])).toEqual({ promote: true, waitMs: 5000, drainMs: 0 });
    expect(await optionsFor(['--abort', '--name', 'demo'])).toEqual({ abort: true, name: 'demo' });
  });

  test('nothing that was not said', async () => {
    expect(await optionsFor([])).toEqual({});
    expect(await optionsFor(['--new'])).toEqual({ fresh: true });
  });

  async function optionsFor(argv: string[]): Promise<UpOptions | undefined> {
    let seen: UpOptions | undefined;
    await portside(['up', ...argv], {
      up(options) {
        seen = options;
        return Promise.resolve(verified);
      },
    });
    return seen;
  }
});

describe('in a pipe', () => {
  test('lines as they come, endpoints on standard output', async () => {
    const up = ending(
      verified,
      { event: 'stage', stage: 'resolve', state: 'begin' },
      { event: 'stage', stage: 'resolve', state: 'end' },
      { event: 'begin', action: 'up', instance: 'hello/demo' },
      { event: 'stage', stage: 'resolve', state: 'begin' },
      { event: 'note', message: '8001 → web:8000' },
      { event: 'stage', stage: 'resolve', state: 'end' },
      { event: 'stage', stage: 'check', state: 'begin' },
      {
        event: 'finding',
        severity: 'warning',
        rule: 'optional-variables',
        message: 'ANTHROPIC_API_KEY is not set: agent features are limited',
        where: '/home/ada/hello/compose.yaml:12',
        fix: 'set it in .env',
      },
      { event: 'stage', stage: 'apply', state: 'begin' },
      { event: 'step', step: 'start web once redis is healthy', cause: 'new', state: 'begin' },
      { event: 'output', source: 'compose', line: 'Container Started' },
      { event: 'step', step: 'start web once redis is healthy', cause: 'new', state: 'end' },
      { event: 'stage', stage: 'verify', state: 'begin' },
      { event: 'service', service: 'web', state: 'healthy' },
      { event: 'probe', service: 'web', target: 'http://127.0.0.1:8001/health', outcome: 'passed', detail: 'status 200' },
    );
    const { exit, stdout, stderr } = await portside(['up'], { up });
    expect(exit).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "  websocket  ws://localhost:8004/ws
        api        http://localhost:8001
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      resolve
      up hello/demo
        8001 → web:8000
      check
      apply
        start web once redis is healthy …
      verify
        ✔ web  healthy
        ✔ web  http://127.0.0.1:8001/health  status 200
      ✔ hello/demo is up and verified in 1.6 s


      ▲ ANTHROPIC_API_KEY is not set: agent features are limited  hello/compose.yaml:12  optional-variables
        set it in .env

        portside url hello/demo api  its address, for a script
        portside logs hello/demo -f  what it says
        portside down hello/demo     take it down

      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('what was running already is said to be unchanged', async () => {
    const { stderr } = await portside(['up'], { up: ending({ ...verified, changed: false }) }, { currentDirectory: '/home/ada/hello/src' });
    expect(stderr).toMatchInlineSnapshot(`
      "✔ hello/demo was found running: verified again in 1.6 s, nothing changed


        portside url demo api  its address, for a script
        portside logs demo -f  what it says
        portside down demo     take it down

      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('what cannot be probed is not called healthy', async () => {
    const probe = {
      service: 'dns',
      kind: 'udp',
      target: 'udp://127.0.0.1:53',
      outcome: 'unprobed',
      detail: 'UDP says nothing',
      duration: 0,
    } as const;
    const { stderr } = await portside(['up'], { up: ending({ ...verified, record: { ...record, probes: [probe] } }) });
    expect(stderr).toContain('· dns: udp://127.0.0.1:53 is not probed (UDP says nothing)\n');
  });

  const offering: Ended = { ...verified, connect: [{ name: 'websocket', line: 'wscat "ws://localhost:8004/ws?token=hush"' }] };

  test('what the project offers to type is told to people', async () => {
    const connect = [...(offering.connect ?? []), { name: 'api', line: '\u001B[31mcurl\u001B[0m http://localhost:8001' }];
    const { stdout, stderr } = await portside(['up'], { up: ending({ ...verified, connect }) });
    expect(stderr).toContain(
      '\nTry it:\n  websocket  wscat "ws://localhost:8004/ws?token=hush"\n  api        curl http://localhost:8001\n\n',
    );
    expect(stdout).not.toContain('hush');
  });

  test.each(['--quiet', '--json', '--events'])('%s tells nobody', async (flag) => {
    const { stdout, stderr } = await portside(['up', flag], { up: ending(offering) });
    expect(stdout + stderr).not.toContain('hush');
  });

  test('--quiet leaves the result alone', async () => {
    const up = ending(verified, { event: 'begin', action: 'up', instance: 'hello/demo' });
    const { stdout, stderr } = await portside(['up', '--quiet'], { up });
    expect(stderr).toBe('');
    expect(stdout).toContain('http://localhost:8001');
  });

  test('--verbose says causes, what the engine says, and what each stage took', async () => {
    const up = ending(
      verified,
      { event: 'step', step: 'start web', cause: 'it is new', state: 'begin' },
      { event: 'output', source: 'compose', line: 'Container \u001B[32mStarted\u001B[0m' },
      { event: 'step', step: 'start web', cause: 'it is new', state: 'end' },
    );
    const { stderr } = await portside(['--verbose', 'up'], { up });
    expect(stderr).toContain('  start web …  it is new\n  │ Container Started\n  ✔ start web\n');
    expect(stderr).toContain('resolve 0.2 s, verify 1.3 s\n');
  });
});

describe('endings', () => {
  test('a failure shows the evidence, and that nothing is left', async () => {
    const { exit, stdout, stderr } = await portside(['up'], { up: ending({ record: failedRecord, exit: 1, changed: true }) });
    expect(exit).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatchInlineSnapshot(`
      "✘ hello/demo failed in verify after 14 s: web: http probe of http://127.0.0.1:8001/health from outside: connection refused

        ✔  web  health  web                           healthy
        ✘  web  http    http://127.0.0.1:8001/health  connection refused

        web ended with exit code 3; its last lines:
        │ listening on 9000
        │ giving up

        the container listens on 9000, the file publishes 8000

      Undone: all that this attempt did was taken back, and nothing of it is left.
        portside up --keep  would leave it for a look

      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('--keep of what never ran says nothing of a look', async () => {
    const { stderr } = await portside(['up', '--keep'], { up: ending({ record: failedRecord, exit: 1, changed: true }) });
    expect(stderr).not.toContain('Kept for a look');
    expect(stderr).toContain('Undone: all that this attempt did was taken back');
    expect(stderr).not.toContain('up --keep');
  });

  test('--keep says where to look', async () => {
    const { stderr } = await portside(['up', '--keep'], { up: ending({ record: failedRecord, exit: 1, changed: true, kept: true }) });
    expect(stderr.split('\n').slice(-7)).toMatchInlineSnapshot(`
      [
        "Kept for a look, as --keep asks:",
        "  portside logs hello/demo web        what it says",
        "  portside exec hello/demo web -- sh  look inside",
        "  portside down hello/demo            take it down",
        "",
        "execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e",
        "",
      ]
    `);
  });

  test('what could not be undone is not passed over', async () => {
    const failure = { stage: 'apply', logs: [], undo_problems: ['remove network hello_demo: it is in use'] };
    const up = ending({ record: { ...failedRecord, probes: [], failure }, exit: 1, changed: true });
    const { stderr } = await portside(['up', '--quiet'], { up });
    expect(stderr).toMatchInlineSnapshot(`
      "✘ hello/demo failed in apply after 14 s: web: http probe of http://127.0.0.1:8001/health from outside: connection refused

      Not everything could be undone:
      ✘ remove network hello_demo: it is in use
      portside down hello/demo tries again
        portside up --keep  would leave it for a look

      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('stopped by a check: what, where, how to mend it', async () => {
    const stopped: Ended = { record: { ...failedRecord, error: 'a variable is missing' }, exit: 3, changed: false };
    const up = ending(stopped, {
      event: 'finding',
      severity: 'error',
      rule: 'required-variables',
      message: 'DATABASE_URL is required',
      where: 'compose.yaml:4',
      fix: 'set it in .env',
    });
    const { exit, stderr } = await portside(['up', '--quiet'], { up });
    expect(exit).toBe(3);
    expect(stderr).toMatchInlineSnapshot(`
      "✘ DATABASE_URL is required  compose.yaml:4  required-variables
        set it in .env

      Stopped before anything was touched: nothing was started, and no port stays leased.
        portside check  says all of it, with the reasons
      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('stopped by an error', async () => {
    const error = new UserError({
      code: 'port-taken',
      exit: 3,
      message: 'port 8001 is demanded, and python3 (pid 812) has it',
      hint: 'leave --port out',
    });
    const { stderr } = await portside(['up', '--quiet'], { up: ending({ record: failedRecord, exit: 3, changed: false, error }) });
    expect(stderr).toMatchInlineSnapshot(`
      "✘ port 8001 is demanded, and python3 (pid 812) has it
        leave --port out

      Stopped before anything was touched: nothing was started, and no port stays leased.
      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('interrupted, and undone', async () => {
    const failure = { stage: 'apply', logs: [], undo_problems: [] };
    const up = ending({ record: { ...failedRecord, failure }, exit: 130, changed: true });
    const { exit, stderr } = await portside(['up', '--quiet'], { up });
    expect(exit).toBe(130);
    expect(stderr).toMatchInlineSnapshot(`
      "▲ hello/demo was interrupted after 14 s
      Undone: all that this attempt did was taken back, and nothing of it is left.
      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });
});

describe('for programs', () => {
  test('--json prints exactly the record, also of a failure', async () => {
    const ok = await portside(['up', '--json'], { up: ending(verified, { event: 'begin', action: 'up', instance: 'hello/demo' }) });
    expect(ok.stdout).toBe(`${JSON.stringify(record, undefined, 2)}\n`);
    const failed = await portside(['up', '--json'], { up: ending({ record: failedRecord, exit: 1, changed: true }) });
    expect(JSON.parse(failed.stdout)).toEqual(failedRecord);
    expect(Object.keys(JSON.parse(failed.stdout)).at(-1)).toBe('execution_uuid');
  });

  test('--events prints one object a line, and no words', async () => {
    const up = ending(verified, { event: 'begin', action: 'up', instance: 'hello/demo' }, { event: 'end', record });
    const { stdout, stderr } = await portside(['up', '--events'], { up });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { execution_uuid: uuid, at: 0, event: 'begin', action: 'up', instance: 'hello/demo' },
      { execution_uuid: uuid, at: 1, event: 'end', record },
    ]);
    expect(stderr).toBe('');
  });
});

test('--dry-run says what would be done and why, and does nothing', async () => {
  const preview = () =>
    Promise.resolve({
      project: 'hello',
      instance: 'demo',
      ...{ replaced: [], stays: [], removed: [] },
      steps: [
        { step: 'create network hello_demo', cause: 'the instance has none' },
        { step: 'start web', cause: 'it does not run' },
      ],
      findings: [{ severity: 'error', rule: 'required-variables', message: 'DATABASE_URL is required', where: 'compose.yaml:4' }],
      ports: [{ name: 'api', port: 8001, target: 8000, service: 'web' }],
      probes: [{ probe: 'http web:8000/health', cause: 'x-portside' }],
    });
  const { exit, stdout } = await portside(['up', '--dry-run'], { preview });
  expect(exit).toBe(3);
  expect(stdout).toMatchInlineSnapshot(`
    "hello/demo would be brought up like this; nothing was done

    Ports
      api  8001 → web:8000

    Steps
      create network hello_demo  the instance has none
      start web                  it does not run

    Looks
      http web:8000/health  x-portside

    ✘ DATABASE_URL is required  compose.yaml:4  required-variables
    "
  `);
});

test('--dry-run says how each service is replaced, what stays and goes, and what waits until all is verified', async () => {
  const cause = 'its definition or image changed';
  const preview = () =>
    Promise.resolve({
      project: 'hello',
      instance: 'demo',
      replaced: [
        { service: 'web', strategy: 'rolling' as const, old: ['a1'], cause, behind_edge: true, before: ['npm', 'run', 'migrate'] },
        {
          service: 'api',
          strategy: 'recreate' as const,
          old: ['b1'],
          cause,
          behind_edge: false,
          not_rolling: 'it publishes the UDP port 53',
        },
      ],
      stays: ['db'],
      removed: ['old'],
      edge: { server: 'caddy' as const, ports: [{ port: 8001, service: 'web', target: 8000 }], domain: 'a.example.org' },
      steps: [
        { step: 'create web, api', cause },
        { step: 'remove the old web', cause, once_verified: true as const },
      ],
      findings: [],
      ports: [],
      probes: [],
    });
  const { exit, stdout } = await portside(['up', '--dry-run'], { preview });
  expect(exit).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "hello/demo would be brought up like this; nothing was done

    Services
      web  rolling   its definition or image changed; the edge switches over; after \`npm run migrate\`
      api  recreate  its definition or image changed; not rolling: it publishes the UDP port 53
      old  removed   the file no longer names it
      db   stays     it is what the files say

    Edge
      caddy  8001 → web:8000, https://a.example.org

    Steps
      create web, api  its definition or image changed

    Once all of it is verified
      remove the old web  its definition or image changed
    "
  `);
});
