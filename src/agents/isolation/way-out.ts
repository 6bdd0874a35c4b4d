import type { Readable } from 'node:stream';
import type { IsolatingEngine } from './engine.ts';
import { leave } from './inside/inside.ts';
import type { Isolation } from './isolation.ts';
import { type Target, socketFolder } from './target.ts';

/**
 * The one way out of an isolated agent, who has no network at all: a volume with one socket for each named host, and a container beside on the machine's
 * network that lets each through to its host. Nothing is looked up inside, so nothing leaks by names either. Returns the volume's name.
 */
export async function openWayOut(
  { engine, image, ids }: Isolation,
  targets: Target[],
  labels: Record<string, string>,
  removals: (() => Promise<void>)[],
): Promise<string> {
  const volume = `portside-isolation-${ids.uuid()}`;
  await engine.createVolume(volume, {}, labels);
  removals.push(() => engine.removeVolume(volume));
  const id = await engine.createContainer({
    image,
    entrypoint: ['node', '-e', `(${leave.toString()})(JSON.parse(process.argv[1]))`, '--', JSON.stringify(targets)],
    command: [],
    mounts: [{ volume, target: socketFolder }],
    labels,
    // The volume is root's.
    user: '0:0',
    confinement: {
      binds: [],
      scratch: [],
      environment: {},
      workdir: '/',
      network: 'host',
      hosts: {},
      most: { processes: 64, memoryBytes: memoryOfWayOut },
    },
  });
  removals.push(() => engine.removeContainer(id, { volumes: true }));
  const { stdout, stderr } = await engine.attachContainer(id);
  await engine.startContainer(id);
  await isReady(stdout, stderr, engine, id);
  return volume;
}

const memoryOfWayOut = 256 * 1024 * 1024;

async function isReady(stdout: Readable, stderr: Readable, engine: IsolatingEngine, id: string): Promise<void> {
  let said = '';
  stderr.on('data', (bytes: Buffer) => void (said = (said + bytes.toString()).slice(-500)));
  const ready = new Promise<boolean>((resolve) => {
    stdout.once('data', () => resolve(true));
    stdout.once('end', () => resolve(false));
  });
  const exited = engine.waitContainer(id).then(() => false);
  exited.catch(() => undefined);
  if (!(await Promise.race([ready, exited]))) throw new Error(`the way out of an isolated agent did not open: ${said.trim()}`);
}
