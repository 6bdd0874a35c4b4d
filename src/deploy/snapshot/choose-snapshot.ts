import type { RestoreOptions, Snapshot, SnapshotVolume } from '../../contract/snapshot.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Identity } from '../model/stack.ts';
import type { DeployTools } from '../tools.ts';
import { damagedOf } from './damaged.ts';
import { inUseBy } from './holders.ts';
import type { Scene } from './scene.ts';

/** The newest that has what is asked for, where none is named. */
export async function findSnapshot(
  { composeName, project, instance }: Identity,
  { snapshot: id, volumes = [] }: RestoreOptions,
  { snapshots }: DeployTools,
): Promise<Snapshot> {
  const all = await snapshots.list(composeName);
  const newest = all.find((one) => volumes.every((word) => one.volumes.some(({ name, key }) => word === name || word === key))) ?? all[0];
  const found = id === undefined ? newest : (all.find((one) => one.id === id) ?? only(all.filter((one) => one.id.startsWith(id))));
  if (found) return found;
  const name = `${project}/${instance}`;
  throw new UserError({
    code: 'no-such-snapshot',
    exit: exitCode.usage,
    message: id === undefined ? `${name} has no snapshot` : `${name} has no snapshot ${id}`,
    hint: all.length > 0 ? `it has ${all.map((one) => one.id).join(', ')}` : `portside snapshot ${name} makes one`,
  });
}

function only<Item>(items: Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

export function volumesOf({ id, volumes }: Snapshot, asked: string[] | undefined): SnapshotVolume[] {
  if (!asked) return volumes;
  return [...new Set(asked)].map((word) => {
    const found = volumes.find(({ name, key }) => word === name || word === key);
    if (found) return found;
    throw new UserError({
      code: 'no-such-volume',
      exit: exitCode.usage,
      message: `snapshot ${id} has no volume ${word}`,
      hint: `it has ${volumes.map(({ name, key }) => key ?? name).join(', ')}`,
    });
  });
}

/** Why nothing may be touched: a damaged snapshot, a volume that is not there, somebody else at work on it. */
export async function refusalOf(
  { connection, containers, identity }: Scene,
  snapshot: Snapshot,
  volumes: SnapshotVolume[],
  { snapshots }: DeployTools,
): Promise<UserError | undefined> {
  const there = await connection.engine.listVolumes({});
  const missing = volumes.filter(({ name }) => !there.includes(name)).map(({ name }) => name);
  if (missing.length > 0)
    return stopped(
      'volume-missing',
      `the volume ${missing.join(', ')} is not there any more`,
      'portside up makes it, empty; then restore it',
    );
  const names = volumes.map(({ name }) => name);
  const inUse = inUseBy(containers, identity.composeName, names);
  if (inUse) return inUse;
  const damaged = await damagedOf(snapshot, volumes, snapshots);
  if (damaged.length > 0)
    return stopped('snapshot-damaged', `snapshot ${snapshot.id} is damaged: ${damaged.join('; ')}`, 'portside snapshot list shows others');
  return undefined;
}

function stopped(code: string, message: string, hint: string): UserError {
  return new UserError({ code, exit: exitCode.stopped, message, hint });
}
