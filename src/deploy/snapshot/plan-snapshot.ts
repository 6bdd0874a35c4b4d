import type { Snapshot } from '../../contract/snapshot.ts';
import { touchesData } from '../apply/undo-of.ts';
import type { ChosenVolume } from '../model/held.ts';
import { type Observed, isAnonymous } from '../model/observed.ts';
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
 * The plan with a copy of all volumes of the instance's own before anything old is touched: nobody knows what a new version does to the data, if only over
 * the network, and only all of it can come back with the old one. The same plan where nothing is replaced or run, or there is nothing to copy.
 */
export function withSnapshot(plan: Plan, { stack, observed, id }: SnapshotWish): Plan {
  const volumes = ownVolumes(plan.compose, observed);
  const changes = plan.old.length > 0 || plan.steps.some(touchesData);
  if (volumes.length === 0 || !changes) return plan;
  const names = volumes.map(({ name }) => name);
  const step: SnapshotStep = {
    ...{ do: 'snapshot', id, volumes, cause: '--snapshot asks for it' },
    held: holdersOf(names, observed.containers, stack.settings.snapshot ?? {}),
  };
  return { ...plan, steps: plan.steps.toSpliced(afterMaking(plan.steps), 0, step) };
}

/** The volumes in which the plan's services keep data of their own, and nobody else's: those that are there, and those that it makes. */
export function ownVolumesOf({ compose, steps }: Pick<Plan, 'compose' | 'steps'>, { volumes }: Pick<Observed, 'volumes'>): ChosenVolume[] {
  const own = new Set([...volumes, ...steps.flatMap((step) => (step.do === 'create-volume' ? [step.name] : []))]);
  const named = Object.entries(compose.volumes ?? {}).map(([key, volume]) => ({ name: volume?.name ?? key, key }));
  return named.filter(({ name }) => own.has(name) || isAnonymous(name));
}

/**
 * The plan with its own volumes brought back to a snapshot once everything old is stopped and before anything new starts. What lies in them then, and in
 * all others of the instance, is copied before: a deployment that fails puts that back, and whoever goes forward again finds it.
 */
export function withRestore(plan: Plan, { observed, id }: Omit<SnapshotWish, 'stack'>, snapshot: Pick<Snapshot, 'id'>): Plan {
  const volumes = ownVolumesOf(plan, observed).map(({ name }) => name);
  const there = ownVolumes(plan.compose, observed);
  const stays = observed.containers.filter((one) => !plan.old.includes(one.id));
  const cause = `--restore asks for it: snapshot ${snapshot.id}`;
  const held = holdersOf([...volumes, ...there.map(({ name }) => name)], stays, {});
  const copy: SnapshotStep = { do: 'snapshot', id, volumes: there, held, holdsOn: true, cause };
  const restore: RestoreStep = { do: 'restore', id: snapshot.id, volumes, held, cause };
  const stops = plan.steps.filter((step) => step.do === 'stop').map((step) => ({ ...step, early: true as const }));
  const others: Step[] = plan.steps.filter((step) => step.do !== 'stop');
  const first = [...stops, ...(there.length > 0 ? [copy] : []), restore];
  return { ...plan, steps: others.toSpliced(afterMaking(others), 0, ...first) };
}

function afterMaking(steps: Step[]): number {
  return steps.findLastIndex(({ do: what }) => what === 'create-containers' || what === 'create-network' || what === 'create-volume') + 1;
}
