import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type ProcessResult, run } from '../../src/system/process.ts';
import { portside } from '../support/place.ts';
import type { Case } from './case.ts';

/** A copy of one case under a name that nobody else's copy has, and the command to run on it. */
export interface Bed extends AsyncDisposable {
  project: string;
  portside(...args: string[]): Promise<ProcessResult>;
  /** What is on the engine of it. */
  left(): Promise<string[]>;
}

/** What all cases of one run share: a PORTSIDE_HOME, and when to stop. */
export interface Ward {
  home: string;
  /** How long `up` may wait, as its `--timeout` takes it. */
  timeout: string;
  signal: AbortSignal;
  /** One call of Portside ends after so long. */
  longestMs?: number;
}

const longestMs = 90_000;
// Until an interrupted Portside has undone what it did.
const undoneAfterMs = 20_000;
const setupTries = 30;

export async function makeBed(one: Case<{ setup?: string | undefined; teardown?: string | undefined }>, ward: Ward): Promise<Bed> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'portside-corpus-')));
  const project = join(parent, `${one.name}-${randomBytes(3).toString('hex')}`);
  const env = { ...process.env, PORTSIDE_HOME: ward.home, NO_COLOR: '1' };
  const call = (args: string[], signal: AbortSignal) =>
    run([portside, ...args], { cwd: project, env, signal, terminateAfterMs: undoneAfterMs });
  const shell = (text: string) => run(['sh', '-c', text], { cwd: project, env, signal: AbortSignal.timeout(longestMs) });
  const clear = async () => {
    await call(['down', '--all', '--volumes', '--quiet'], AbortSignal.timeout(longestMs)).catch(() => undefined);
    if (one.said.teardown) await shell(one.said.teardown).catch(() => undefined);
    await removeAll(project);
    await rm(parent, { recursive: true, force: true });
  };
  await cp(one.folder, project, { recursive: true, filter: (path) => !path.endsWith('/case.yaml') });
  try {
    if (one.said.setup)
      await setUp(
        () => shell(one.said.setup ?? ''),
        () => shell(one.said.teardown ?? 'true'),
        ward.signal,
      );
  } catch (error) {
    await clear();
    throw error;
  }
  return {
    project,
    portside: (...args) => call(args, AbortSignal.any([ward.signal, AbortSignal.timeout(ward.longestMs ?? longestMs)])),
    left: async () => (await things(project)).map(({ kind, name }) => `${kind} ${name}`),
    [Symbol.asyncDispose]: clear,
  };
}

/** What a setup makes has a fixed name: somebody else may run the same case just now, or have been killed while it did. */
async function setUp(setup: () => Promise<ProcessResult>, teardown: () => Promise<ProcessResult>, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < setupTries; tries++) {
    if ((await setup()).exitCode === 0) return;
    await setTimeout(1000, undefined, { signal });
  }
  await teardown();
  const { exitCode, stderr } = await setup();
  if (exitCode !== 0) throw new Error(`its setup ended with exit ${exitCode}: ${stderr.trim()}`);
}

const kinds = {
  container: { list: ['ps', '--all', '--no-trunc'], remove: ['rm', '--force', '--volumes'] },
  network: { list: ['network', 'ls', '--no-trunc'], remove: ['network', 'rm'] },
  volume: { list: ['volume', 'ls'], remove: ['volume', 'rm', '--force'] },
};

async function things(project: string): Promise<{ kind: keyof typeof kinds; name: string }[]> {
  const label = ['--filter', `label=portside.directory=${project}`, '--quiet'];
  const lists = (Object.keys(kinds) as (keyof typeof kinds)[]).map(async (kind) =>
    (await docker([...kinds[kind].list, ...label])).map((name) => ({ kind, name })),
  );
  return (await Promise.all(lists)).flat();
}

/** Whatever it takes, images of its builds too, which `down` keeps for the next `up`. */
async function removeAll(project: string): Promise<void> {
  for (const { kind, name } of await things(project)) await docker([...kinds[kind].remove, name]);
  const built = await docker(['images', '--quiet', '--filter', `reference=portside/${project.split('/').at(-1)}*`]);
  if (built.length > 0) await docker(['rmi', '--force', ...new Set(built)]);
}

async function docker(args: string[]): Promise<string[]> {
  const { stdout } = await run(['docker', ...args], { env: process.env });
  return stdout.split('\n').filter(Boolean);
}
