import type { Snapshot } from '../../contract/snapshot.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Engine } from '../../engine/interface.ts';
import type { DeployOptions } from '../deployment.ts';
import type { ChosenVolume } from '../model/held.ts';
import type { Observed } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import type { Identity, Stack } from '../model/stack.ts';
import type { DeployTools } from '../tools.ts';
import { snapshotId } from './copy-volumes.ts';
import { inUseBy } from './holders.ts';
import { snapshotsOf } from './of-revision.ts';
import { ownVolumesOf, withRestore, withSnapshot } from './plan-snapshot.ts';
import { damagedOf } from './damaged.ts';

export interface Copying {
  stack: Stack;
  observed: Observed;
  options: Pick<DeployOptions, 'snapshot' | 'restore'>;
  /** The number of the revision that comes back, where one does. */
  broughtBack?: number | undefined;
  engine: Pick<Engine, 'listContainers'>;
  tools: Pick<DeployTools, 'clock' | 'ids' | 'snapshots' | 'revisions'>;
}

/** The plan with what `--snapshot` or `--restore` asks for, where they do. Throws UserError (exit 3) where there is nothing whole to restore. */
export async function withCopies(plan: Plan, { stack, observed, options, broughtBack, engine, tools }: Copying): Promise<Plan> {
  const wish = { stack, observed, id: snapshotId(tools.clock.now(), tools.ids.uuid()) };
  if (!options.restore || broughtBack === undefined) return options.snapshot ? withSnapshot(plan, wish) : plan;
  const volumes = ownVolumesOf(plan, observed);
  const snapshot = await lastSnapshotOf(broughtBack, volumes, stack.identity, tools);
  const names = volumes.map(({ name }) => name);
  const inUse = inUseBy(await engine.listContainers(), stack.identity.composeName, names);
  if (inUse) throw inUse;
  return withRestore(plan, wish, snapshot);
}

/** The newest that was taken while a revision ran and has all its data. Throws UserError (exit 3) where there is none, or it is not whole. */
async function lastSnapshotOf(
  number: number,
  own: ChosenVolume[],
  { composeName }: Identity,
  { snapshots, revisions }: Copying['tools'],
): Promise<Snapshot> {
  const stays = 'without --restore the data stays as it is';
  const [newest, ...older] = snapshotsOf(number, await snapshots.list(composeName), await revisions.list(composeName));
  if (own.length === 0)
    throw stopped(
      'no-volumes',
      `r${number} keeps no data in volumes of its own, so none can come back with it`,
      `${stays}: portside rollback`,
    );
  if (!newest)
    throw stopped(
      'no-snapshot',
      `no snapshot was taken while r${number} ran, so its data cannot come back with it`,
      `${stays}; portside snapshot list shows what portside restore can bring back; next time: portside up --snapshot`,
    );
  const found = [newest, ...older].find((one) => missingIn(one, own).length === 0);
  if (!found)
    throw stopped(
      'snapshot-incomplete',
      `no snapshot that was taken while r${number} ran has all of its data: ${newest.id} lacks ${missingIn(newest, own).join(', ')}`,
      `${stays}; portside restore brings back what a snapshot has; next time: portside up --snapshot, or portside snapshot without --volume`,
    );
  const wanted = new Set(own.map(({ name }) => name));
  const damaged = await damagedOf(
    found,
    found.volumes.filter(({ name }) => wanted.has(name)),
    snapshots,
  );
  if (damaged.length === 0) return found;
  throw stopped('snapshot-damaged', `snapshot ${found.id} is damaged: ${damaged.join('; ')}`, stays);
}

function missingIn({ volumes }: Snapshot, own: ChosenVolume[]): string[] {
  return own.filter(({ name }) => !volumes.some((volume) => volume.name === name)).map(({ name, key }) => key ?? name);
}

function stopped(code: string, message: string, hint: string): UserError {
  return new UserError({ code, exit: exitCode.stopped, message, hint });
}
