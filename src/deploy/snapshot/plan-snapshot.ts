import type { Snapshot } from '../../contract/snapshot.ts';
import type { Observed } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import type { Stack } from '../model/stack.ts';
import type { RestoreStep, SnapshotStep, Step } from '../model/step.ts';
import { ownVolumes } from './choose-volumes.ts';
import { holdersOf } from './holders.ts';

export interface SnapshotWish {
  stack: Pick<Stack, 'settings'>;
  observed: Observed;
  /** The snapshot's, to be. */
  id: string;
}

/**
 * The plan with a copy of the volumes before anything old is touched: of those that services use which go over to new containers, and of all the instance's own
 * where a command runs first, for nobody knows what a migration touches. The same plan where there is nothing to copy.
 */
export function withSnapshot(plan: Plan, { stack, observed, id }: SnapshotWish): Plan {
  const own = ownVolumes(plan.compose, observed);
  const migrates = plan.steps.some((step) => step.do === 'before');
  const touched = touchedBy(plan, observed);
  const volumes = own.filter(({ name }) => migrates || touched.has(name));
  if (volumes.length === 0 || (plan.old.length === 0 && touched.size === 0)) return plan;
  const names = volumes.map(({ name }) => name);
  const step: SnapshotStep = {
    ...{ do: 'snapshot', id, volumes },
    held: holdersOf(names, observed.containers, stack.settings.snapshot ?? {}),
    cause: migrates ? '--snapshot asks for it, and a command runs first' : '--snapshot asks for it',
  };
  return { ...plan, steps: plan.steps.toSpliced(afterMaking(plan.steps), 0, step) };
}

/** Volumes of whoever stops, goes or is made anew. */
function touchedBy({ compose, steps, old }: Plan, { containers }: Observed): Set<string> {
  const going = containers.filter(({ id }) => old.includes(id)).flatMap(({ volumes }) => volumes.map(({ name }) => name));
  const coming = steps.flatMap((step) => (step.do === 'start' && step.containers === 'new' ? [step.service] : []));
  const mounts = coming.flatMap((service) => compose.services[service]?.volumes ?? []);
  const keys = mounts.flatMap(({ type, source }) => (type === 'volume' && source ? [source] : []));
  return new Set([...going, ...keys.map((key) => compose.volumes?.[key]?.name ?? key)]);
}

/**
 * The plan with volumes brought back to a snapshot once everything old is stopped and before anything new starts. What lies in them now is copied first: a
 * deployment that fails puts that back.
 */
export function withRestore(plan: Plan, { stack, observed, id }: SnapshotWish, snapshot: Snapshot): Plan {
  const volumes = snapshot.volumes.map(({ name }) => name);
  const there = snapshot.volumes.filter(({ name }) => observed.volumes.includes(name));
  const copied = there.map(({ name }) => name);
  const stays = observed.containers.filter((one) => !plan.old.includes(one.id));
  const cause = `--restore asks for it: snapshot ${snapshot.id}`;
  const copy: SnapshotStep = {
    ...{ do: 'snapshot', id, cause },
    volumes: there.map(({ name, key }) => ({ name, ...(key === undefined ? {} : { key }) })),
    held: holdersOf(copied, observed.containers, stack.settings.snapshot ?? {}),
  };
  const restore: RestoreStep = { do: 'restore', id: snapshot.id, volumes, held: holdersOf(volumes, stays, {}), cause };
  const steps = plan.steps.map((step) => (step.do === 'stop' ? { ...step, early: true as const } : step));
  return { ...plan, steps: steps.toSpliced(afterMaking(steps), 0, ...(there.length > 0 ? [copy] : []), restore) };
}

function afterMaking(steps: Step[]): number {
  return steps.findLastIndex(({ do: what }) => what === 'create-containers' || what === 'create-network' || what === 'create-volume') + 1;
}
