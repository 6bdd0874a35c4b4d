import type { CheckInput } from '../rule.ts';
import { replicasOf } from '../../model/replicas.ts';
import { anonymousKey, plainTarget, tmpfsTargets, volumeName } from '../../model/volumes.ts';

/** What a service's next container has at a path. `each` is a volume without a name, one for each container. */
export type MountedAt =
  | { is: 'volume'; name: string; key: string; index?: number }
  | { is: 'each' | 'bind' | 'tmpfs' | 'other'; index?: number }
  | { is: 'nothing' }
  | { is: 'unknown' };

/** By path, as the plan will mount it; what an image declares is known only where the image is there. */
export function mountedAt(service: string, target: string, { stack, surroundings }: Pick<CheckInput, 'stack' | 'surroundings'>): MountedAt {
  const definition = stack.compose.services[service] ?? {};
  const place = plainTarget(target);
  const index = (definition.volumes ?? []).findIndex((mount) => plainTarget(mount.target) === place);
  const mount = definition.volumes?.[index];
  const own = () => (replicasOf(definition) > 1 ? undefined : anonymousKey(service, place));
  const named = (key: string | undefined, at: { index?: number }): MountedAt =>
    key === undefined ? { is: 'each', ...at } : { is: 'volume', key, name: volumeName(key, stack.compose.volumes?.[key], stack), ...at };
  if (mount?.type === 'volume') return named(mount.source || own(), { index });
  if (mount) return { is: mount.type === 'bind' || mount.type === 'tmpfs' ? mount.type : 'other', index };
  if (tmpfsTargets(definition).includes(place)) return { is: 'tmpfs' };
  if (definition['volumes_from'] !== undefined) return { is: 'unknown' };
  const image = surroundings.insides[service]?.image;
  if (!image) return { is: 'unknown' };
  return image.volumes.map(plainTarget).includes(place) ? named(own(), {}) : { is: 'nothing' };
}

/** Names of all volumes that the services of the file have, those that are left alone included. */
export function volumesInUse({ stack, draft, surroundings }: Pick<CheckInput, 'stack' | 'draft' | 'surroundings'>): Set<string> {
  const services = { ...draft.model.services, ...stack.compose.services };
  const names = Object.entries(services).flatMap(([service, { volumes }]) => {
    const given = (volumes ?? []).flatMap(({ type, source, target }) =>
      type === 'volume' ? [source || anonymousKey(service, plainTarget(target))] : [],
    );
    const declared = (surroundings.insides[service]?.image.volumes ?? []).map((target) => anonymousKey(service, plainTarget(target)));
    return [...given, ...declared].map((key) => volumeName(key, stack.compose.volumes?.[key], stack));
  });
  return new Set(names);
}
