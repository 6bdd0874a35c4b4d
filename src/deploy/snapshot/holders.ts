import type { SnapshotSettings } from '../../contract/settings.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Holder } from '../model/held.ts';
import type { ObservedContainer } from '../model/observed.ts';
import { stopOrder } from '../stop-order.ts';

/** Services that use the volumes now, whoever needs others first; each is stopped, or quiesced where the settings name a command. */
export function holdersOf(volumes: string[], containers: ObservedContainer[], { quiesce = {}, resume = {} }: SnapshotSettings): Holder[] {
  const users = stopOrder(containers.filter((container) => isAtWork(container) && uses(container, volumes))).flat();
  const services = Map.groupBy(users, ({ service }) => service);
  return [...services].map(([service, own]): Holder => {
    const command = quiesce[service];
    const after = resume[service];
    return {
      ...{ service, by: command ? 'quiesce' : 'stop', containers: own.map(({ id }) => id) },
      ...(command ? { quiesce: command } : {}),
      ...(command && after ? { resume: after } : {}),
    };
  });
}

/** Containers of others that use the volumes now, and that nobody stops. */
export function strangersAmong(containers: ObservedContainer[], composeName: string, volumes: string[]): ObservedContainer[] {
  return containers.filter((container) => container.composeName !== composeName && isAtWork(container) && uses(container, volumes));
}

/** Why volumes may not be emptied and filled: a container of others uses them. */
export function inUseBy(containers: ObservedContainer[], composeName: string, volumes: string[]): UserError | undefined {
  const [stranger] = strangersAmong(containers, composeName, volumes);
  if (!stranger) return undefined;
  return new UserError({
    code: 'volume-in-use',
    exit: exitCode.stopped,
    message: `${stranger.name}, which is no part of this instance, uses what would be restored`,
    hint: `stop it first: docker stop ${stranger.name}`,
  });
}

function isAtWork({ state }: ObservedContainer): boolean {
  return state === 'running' || state === 'restarting';
}

function uses({ volumes }: ObservedContainer, names: string[]): boolean {
  return volumes.some(({ name }) => names.includes(name));
}
