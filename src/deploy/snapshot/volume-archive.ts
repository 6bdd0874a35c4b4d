import type { Readable } from 'node:stream';
import type { SnapshotVolume } from '../../contract/snapshot.ts';
import { type Engine, EngineError } from '../../engine/interface.ts';
import { readCompressed, writeCompressed } from '../../system/archive-file.ts';
import { label } from '../model/labels.ts';
import { isAnonymous } from '../model/observed.ts';
import { type TarSummary, readTarAlong } from './tar-reading.ts';

/** A volume's data in and out, by helper containers that mount it. */
export interface VolumeTools {
  engine: Engine;
  composeName: string;
  /** Those of the instance: the helpers belong to it. */
  labels: Record<string, string>;
  /** An image that has the programs, or just any where none are named. */
  image: (...programs: string[]) => Promise<string>;
}

export type Archived = Pick<SnapshotVolume, 'bytes' | 'entries' | 'compressed_bytes' | 'sha256' | 'root'>;

const place = '/portside/volume';

/** Copies all that lies in a volume into a new compressed file. `look` is told of every chunk's bytes. Throws EngineError. */
export async function archiveVolume(
  volume: string,
  path: string,
  tools: VolumeTools,
  look: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Archived> {
  const along = readTarAlong();
  return reading(volume, tools, async (tar) => {
    const see = (chunk: Buffer) => {
      along.push(chunk);
      look(chunk.length);
    };
    const { bytes, sha256 } = await writeCompressed(path, tar, see, signal);
    return { ...along.end(), compressed_bytes: bytes, sha256 };
  });
}

/**
 * Empties a volume and fills it from its archive; the volume itself stays, for containers hold it. What lies in it then is read once more and counted.
 * Throws EngineError: the volume is half filled then.
 */
export async function fillVolume(volume: SnapshotVolume, path: string, tools: VolumeTools, look: (bytes: number) => void): Promise<void> {
  await withHelper(volume.name, tools, await emptying(volume, tools), async (id) => {
    const { engine } = tools;
    await engine.startContainer(id);
    if ((await engine.waitContainer(id)) !== 0) throw broken(volume.name, 'cannot be emptied', (await engine.logTail(id, 3)).join(' '));
    const tar = readCompressed(path, (chunk) => look(chunk.length));
    await engine.writeArchive(id, place, tar).finally(() => tar.destroy());
  });
  const { entries } = await survey(volume.name, tools);
  if (entries !== volume.entries) throw broken(volume.name, 'is not whole', `${entries} of ${volume.entries} files and folders are in it`);
}

/** Helpers that a killed execution left. */
export async function removeHelpers(composeName: string, engine: Engine): Promise<void> {
  const left = await engine.listContainers({ [label.helper]: composeName });
  await Promise.all(
    left.map(({ id, volumes }) => {
      const worksOn = volumes.find(({ target }) => target === place);
      return removeHelper(id, worksOn?.name, engine);
    }),
  );
}

async function survey(volume: string, tools: VolumeTools): Promise<TarSummary> {
  const along = readTarAlong();
  return reading(volume, tools, async (tar) => {
    for await (const chunk of tar) along.push(chunk as Buffer);
    return along.end();
  });
}

/** Removes all that lies in the volume, though never its own folder, which is mounted; and gives that the owner and mode that it had. */
const emptyScript = `rm -rf "$0" 2>/dev/null
for left in "$0"/* "$0"/.[!.]* "$0"/..?*; do
  if [ -e "$left" ] || [ -L "$left" ]; then echo "$left stays"; exit 1; fi
done
[ -z "$1" ] || { chown "$2" "$0" && chmod "$1" "$0"; }`;

async function emptying({ root }: SnapshotVolume, { image }: VolumeTools): Promise<Program> {
  const own = root ? [root.mode.toString(8), `${root.uid}:${root.gid}`] : ['', ''];
  return { image: await image('sh', 'rm', 'chown', 'chmod'), entrypoint: ['sh', '-c', emptyScript, place], command: own };
}

interface Program {
  image: string;
  entrypoint: string[];
  command: string[];
}

/** Docker reads the files of a container that is never started; Podman would say of all of them that they are the container's user's, so there tar reads them. */
async function reading<Result>(volume: string, tools: VolumeTools, work: (tar: Readable) => Promise<Result>): Promise<Result> {
  const { engine, image } = tools;
  const { kind } = await engine.facts();
  if (kind === 'docker') {
    const never = { image: await image(), entrypoint: ['portside-snapshot'], command: [] };
    return withHelper(volume, tools, never, async (id) => work(await engine.readArchive(id, `${place}/.`)));
  }
  const waiting = { image: await image('sh', 'tar', 'sleep'), entrypoint: ['sleep', '86400'], command: [] };
  return withHelper(volume, tools, waiting, async (id) => {
    await engine.startContainer(id);
    return work(await engine.execOutput(id, ['tar', '-cf', '-', '-C', place, '.']));
  });
}

async function withHelper<Result>(
  volume: string,
  { engine, composeName, labels }: VolumeTools,
  { image, entrypoint, command }: Program,
  work: (id: string) => Promise<Result>,
): Promise<Result> {
  const mounts = [{ volume, target: place }];
  const id = await engine.createContainer({
    ...{ image, entrypoint, command, mounts },
    labels: { ...labels, [label.helper]: composeName },
    user: '0:0',
  });
  try {
    return await work(id);
  } catch (error) {
    throw error instanceof EngineError ? error : broken(volume, 'could not be copied', reasonOf(error), error);
  } finally {
    await removeHelper(id, volume, engine).catch(() => undefined);
  }
}

/** With the volumes that the image declares; one that has no name of its own may be the very one that it works on. */
function removeHelper(id: string, volume: string | undefined, engine: Engine): Promise<void> {
  return engine.removeContainer(id, { volumes: volume !== undefined && !isAnonymous(volume) });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ENOSPC' ? 'no space is left where Portside keeps snapshots' : error.message;
}

function broken(volume: string, what: string, why: string, cause?: unknown): EngineError {
  return new EngineError('other', `volume ${volume} ${what}: ${why}`, { cause });
}
