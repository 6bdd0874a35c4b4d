import type { Observed } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import type { Stack } from '../model/stack.ts';
import type { SnapshotStep } from '../model/step.ts';
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
  const place = plan.steps.findLastIndex(
    (one) => one.do === 'create-containers' || one.do === 'create-network' || one.do === 'create-volume',
  );
  return { ...plan, steps: plan.steps.toSpliced(place + 1, 0, step) };
}

/** Volumes of whoever stops, goes or is made anew. */
function touchedBy({ compose, steps, old }: Plan, { containers }: Observed): Set<string> {
  const going = containers.filter(({ id }) => old.includes(id)).flatMap(({ volumes }) => volumes.map(({ name }) => name));
  const coming = steps.flatMap((step) => (step.do === 'start' && step.containers === 'new' ? [step.service] : []));
  const mounts = coming.flatMap((service) => compose.services[service]?.volumes ?? []);
  const keys = mounts.flatMap(({ type, source }) => (type === 'volume' && source ? [source] : []));
  return new Set([...going, ...keys.map((key) => compose.volumes?.[key]?.name ?? key)]);
}
