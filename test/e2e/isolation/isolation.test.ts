import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Isolation } from '../../../src/agents/isolation/isolation.ts';
import { isolatedLauncher } from './launcher.ts';

const podman =
  process.env['PORTSIDE_TEST_ENGINE'] === 'mounted'
    ? []
    : [['Podman', { ...process.env, DOCKER_HOST: 'unix:///run/podman/podman.sock' }] as const];
const ours = ['--filter', 'label=portside.isolation', '--quiet'];
const leftIn = (env: NodeJS.ProcessEnv) =>
  [
    ['ps', '--all', ...ours],
    ['volume', 'ls', ...ours],
  ]
    .map((args) => execFileSync('docker', args, { encoding: 'utf8', env }))
    .join('');

/** A server on this machine, on its loopback alone. */
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.headers.host} ${request.url}`);
  response.end('from outside');
});
let port = 0;
beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

describe.each([['the engine of this machine', process.env] as const, ...podman])('a program that is shut in, on %s', (_, env) => {
  /** Runs a script of Node's inside; what it prints last is JSON. */
  async function inside(script: string, more: Partial<Isolation> = {}, variables: Record<string, string> = {}) {
    const place = await mkdtemp(join(tmpdir(), 'portside-isolation-'));
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    await chmod(place, 0o755);
    const worktree = join(place, 'worktree');
    await mkdir(join(worktree, 'app'), { recursive: true });
    execFileSync('chown', ['-R', '4321:4321', worktree]);
    await writeFile(join(place, 'prompt.md'), 'Do it.');
    await writeFile(join(place, 'beside'), 'of the machine');
    const launcher = await isolatedLauncher(more, env);
    const seen = {
      cwd: join(worktree, 'app'),
      worktree,
      files: [join(place, 'prompt.md')],
      env: { PATH: '/nowhere', HOME: '/nowhere', ...variables },
    };
    const program = await launcher.launch(['node', '--input-type=module', '-e', `${preamble}\n${script}`, place], seen);
    const heard = Promise.all([text(program.stdout), text(program.stderr)]);
    const exitCode = await program.exited;
    const [stdout, stderr] = await heard;
    await program.end();
    return { exitCode, stdout, stderr, worktree, told: stdout.startsWith('{') ? (JSON.parse(stdout) as Record<string, unknown>) : {} };
  }

  const preamble = `
    import fs from 'node:fs'; import net from 'node:net'; import dns from 'node:dns/promises'; import os from 'node:os'; import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
    const place = process.argv[1];
    const tell = (told) => console.log(JSON.stringify(told));
    const attempt = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
    const reach = (port, host) => new Promise((resolve) => {
      const socket = net.connect({ port, host, timeout: 3000 });
      socket.on('connect', () => { socket.destroy(); resolve('reached'); }).on('timeout', () => { socket.destroy(); resolve('silence'); }).on('error', (error) => resolve(error.code));
    });
  `;

  test('works in its worktree as the user, whose the files are; output, errors and exit code come out', async () => {
    const { exitCode, stdout, stderr, worktree } = await inside(`
      fs.writeFileSync('made', fs.readFileSync(place + '/prompt.md', 'utf8') + process.cwd()); fs.writeFileSync('/tmp/scratch', ''); fs.writeFileSync(os.homedir() + '/state', '');
      console.log('well'); console.error('not so well'); process.exitCode = 7;
    `);
    expect([exitCode, stdout, stderr]).toEqual([7, 'well\n', 'not so well\n']);
    const made = join(worktree, 'app/made');
    expect(await readFile(made, 'utf8')).toBe(`Do it.${join(worktree, 'app')}`);
    expect(await stat(made)).toMatchObject({ uid: 4321, gid: 4321 });
    expect(leftIn(env)).toBe('');
  });

  test('sees nothing else of the machine, cannot write elsewhere, has no rights and only the named variables', async () => {
    const image = execFileSync('docker', ['image', 'inspect', 'node:24-alpine', '--format', '{{json .Config.Env}}'], {
      encoding: 'utf8',
      env,
    });
    const { told } = await inside(
      `
      const status = fs.readFileSync('/proc/self/status', 'utf8');
      tell({
        sockets: ['/var/run/docker.sock', '/run/docker.sock', '/run/podman/podman.sock'].filter((path) => fs.existsSync(path)),
        beside: fs.readdirSync(place),
        prompt: attempt(() => fs.writeFileSync(place + '/prompt.md', 'x')),
        above: attempt(() => fs.writeFileSync(place + '/x', 'x')),
        root: attempt(() => fs.writeFileSync('/x', 'x')), etc: attempt(() => fs.writeFileSync('/etc/hosts', 'x')), usr: attempt(() => fs.writeFileSync('/usr/local/bin/node', 'x')),
        rights: [...status.matchAll(/^Cap(?:Eff|Prm|Bnd):\\s*(\\w+)/gm)].map((found) => found[1]),
        uid: process.getuid(), env: Object.keys(process.env), path: process.env.PATH, home: os.homedir(),
      });
    `,
      {},
      { AGENT_KEY: 'k1' },
    );
    expect(told).toEqual({
      sockets: [],
      beside: ['prompt.md', 'worktree'],
      prompt: expect.stringMatching(/EACCES|EROFS/),
      above: expect.stringMatching(/EACCES|EROFS/),
      root: expect.stringMatching(/EACCES|EROFS/),
      etc: expect.stringMatching(/EACCES|EROFS/),
      usr: expect.stringMatching(/EACCES|EROFS/),
      rights: ['0000000000000000', '0000000000000000', '0000000000000000'],
      uid: 4321,
      env: expect.arrayContaining(['AGENT_KEY', 'HOME', 'PATH']),
      path: expect.stringContaining('/usr/local/bin'),
      home: '/home/agent',
    });
    const own = new Set([
      ...(JSON.parse(image) as string[]).map((line) => line.split('=')[0]),
      'AGENT_KEY',
      'HOME',
      'HOSTNAME',
      'TERM',
      'container',
    ]);
    expect((told['env'] as string[]).filter((name) => !own.has(name))).toEqual([]);
  });

  test('reaches the named host by its name, and no other: not by address, not by name, not by asking for one', async () => {
    const gateway = execFileSync('docker', ['network', 'inspect', env['DOCKER_HOST'] ? 'podman' : 'bridge', '--format', '{{json .}}'], {
      encoding: 'utf8',
      env,
    });
    const addresses = [...new Set(gateway.match(/\d+\.\d+\.\d+\.1(?=")/g))];
    const { told } = await inside(
      `
      const response = await fetch('http://localhost:${port}/a');
      const named = await fetch('http://the-provider.test:${port}/b').then((answer) => answer.text(), (error) => error.cause?.code);
      tell({
        status: response.status, body: await response.text(), named,
        interfaces: Object.keys(os.networkInterfaces()),
        others: await Promise.all([reach(${port + 1}, 'localhost'), reach(${port}, '127.0.0.2'), reach(443, '1.1.1.1'), reach(53, '1.1.1.1'), ...${JSON.stringify(addresses)}.map((address) => reach(${port}, address))]),
        names: await Promise.all(['example.com', 'secret.tunnel.example.com'].map((name) => dns.lookup(name).then(() => 'found', (error) => error.code))),
        questions: await new dns.Resolver({ timeout: 500, tries: 1 }).resolveTxt('secret.example.com').then(() => 'answered', (error) => error.code),
      });
    `,
      { hosts: [`localhost:${port}`, `the-provider.test:${port}`] },
    );
    expect(told).toMatchObject({ status: 200, body: 'from outside', interfaces: ['lo'] });
    // This name leads nowhere outside either: it was looked up there, and cut off.
    expect(told['named']).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
    for (const other of told['others'] as string[]) expect(other).toMatch(/ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL/);
    for (const name of [...(told['names'] as string[]), told['questions']])
      expect(name).toMatch(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEOUT|ENODATA|ESERVFAIL/);
    expect(asked).toEqual([`localhost:${port} /a`]);
    asked.length = 0;
    expect(leftIn(env)).toBe('');
  });

  test('is ended with all that it started', async () => {
    const worktree = await mkdtemp(join(tmpdir(), 'portside-isolation-'));
    onTestFinished(() => rm(worktree, { recursive: true, force: true }));
    const launcher = await isolatedLauncher({ hosts: [`localhost:${port}`] }, env);
    const program = await launcher.launch(['sh', '-c', 'trap "" TERM; echo up; sleep 600 & wait; sleep 600'], {
      cwd: worktree,
      worktree,
      env: {},
    });
    program.stderr.resume();
    await new Promise((resolve) => program.stdout.once('data', resolve));
    await program.end();
    expect(await program.exited).toBeGreaterThan(0);
    expect(leftIn(env)).toBe('');
  });

  test('what a killed process left is found and removed by the next, and what another has at work is left alone', async () => {
    const worktree = await mkdtemp(join(tmpdir(), 'portside-isolation-'));
    onTestFinished(() => rm(worktree, { recursive: true, force: true }));
    const begin = async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'hold.ts'), String(port), worktree], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      return child;
    };
    const killed = await begin();
    const atWork = await begin();
    const before = leftIn(env).trim().split('\n').length;
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
    const next = async () => {
      const program = await (await isolatedLauncher({}, env)).launch(['true'], { cwd: '/', env: {} });
      for (const stream of [program.stdout, program.stderr]) stream.resume();
      expect(await program.exited).toBe(0);
      await program.end();
    };
    await next();
    const ofOne = 3;
    expect([before, leftIn(env).trim().split('\n').length]).toEqual([2 * ofOne, ofOne]);
    const goneToo = once(atWork, 'exit');
    atWork.kill('SIGKILL');
    await goneToo;
    await next();
    expect(leftIn(env)).toBe('');
  });

  test('what is not there ends as in a shell, and an image that is not there is said before', async () => {
    const launcher = await isolatedLauncher({}, env);
    const program = await launcher.launch(['no-such-agent'], { cwd: '/', env: {} });
    const said = text(program.stderr);
    expect([await program.exited, await said]).toEqual([127, expect.stringContaining('no-such-agent')]);
    await program.end();
    expect(await launcher.missing()).toBeUndefined();
    expect(await (await isolatedLauncher({ image: 'portside-not-there' }, env)).missing()).toMatchObject({
      what: 'the image portside-not-there for isolated agents is not there',
    });
    expect(await (await isolatedLauncher({ hosts: ['a b'] }, env)).missing()).toMatchObject({ what: '`a b` is no host' });
    await expect(
      (await isolatedLauncher({ image: 'portside-not-there', hosts: ['x'] }, env)).launch(['true'], {
        cwd: '/',
        worktree: tmpdir(),
        env: {},
      }),
    ).rejects.toMatchObject({ name: 'EngineError' });
    expect(leftIn(env)).toBe('');
  });
});
