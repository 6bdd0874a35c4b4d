import type { ComposeFile, ComposeMount, ComposeService, ComposeVolume } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import { composeLabel, label } from '../model/labels.ts';
import { isAnonymous, type Observed } from '../model/observed.ts';
import { replicasOf } from '../model/replicas.ts';
import type { Stack } from '../model/stack.ts';
import type { Step } from '../model/step.ts';
import { anonymousKey, plainTarget, tmpfsTargets, volumeHash, volumeName } from '../model/volumes.ts';
import { volumeSources } from './needs.ts';

export interface PlannedVolumes {
  volumes: Record<string, ComposeVolume>;
  /** service → its mounts, anonymous ones named */
  mounts: Record<string, ComposeMount[]>;
  steps: Step[];
}

/**
 * The instance's own volumes, made by Portside and `external` to Compose. Anonymous volumes and those that only an
 * image declares get names too, so that no data goes with a container; replicas cannot share one and keep theirs.
 */
export function planVolumes(stack: Stack, images: Images, observed: Observed, labels: Record<string, string>): PlannedVolumes {
  const { compose } = stack;
  const wanted: Record<string, { definition: ComposeVolume; cause: string }> = {};
  const mounts: Record<string, ComposeMount[]> = {};
  for (const [service, definition] of Object.entries(compose.services)) {
    mounts[service] = namedMounts(service, definition, declaredByImage(service, compose, images));
    for (const mount of mounts[service]) {
      if (mount.type !== 'volume' || !mount.source) continue;
      const declared = compose.volumes?.[mount.source];
      const volume = declared ?? mountedNow(service, mount.target, observed) ?? {};
      wanted[mount.source] ??= { definition: volume, cause: `${service} keeps ${mount.target} in it` };
    }
  }
  return { ...placeVolumes(wanted, stack, observed.volumes, labels), mounts };
}

/** The anonymous volume that plain Compose mounted there: an adopted instance keeps its data. */
function mountedNow(service: string, target: string, observed: Observed): ComposeVolume | undefined {
  const volumes = observed.containers.flatMap((container) => (container.service === service && !container.oneOff ? container.volumes : []));
  const name = volumes.find((volume) => volume.target === target)?.name;
  return name && isAnonymous(name) ? { name, external: true } : undefined;
}

function namedMounts(service: string, definition: ComposeService, imageVolumes: string[]): ComposeMount[] {
  const given = definition.volumes ?? [];
  if (replicasOf(definition) > 1) return given;
  const declared = imageVolumes.map((target): ComposeMount => ({ type: 'volume', target }));
  return [...given, ...declared].map((mount) =>
    mount.type === 'volume' && !mount.source ? { ...mount, source: anonymousKey(service, mount.target) } : mount,
  );
}

/** The VOLUMEs of a service's image that nothing else is mounted on. */
function declaredByImage(service: string, compose: ComposeFile, images: Images): string[] {
  const definition = compose.services[service] ?? {};
  const inherited = volumeSources(definition).flatMap((name) => mountTargets(name, compose, images));
  const covered = [...(definition.volumes ?? []).map((mount) => mount.target), ...tmpfsTargets(definition), ...inherited].map(plainTarget);
  return (images[service]?.volumes ?? []).map(plainTarget).filter((target) => !covered.includes(target));
}

/** All that a service's containers have mounted, and `volumes_from` hands on. */
function mountTargets(service: string, compose: ComposeFile, images: Images): string[] {
  const given = compose.services[service]?.volumes ?? [];
  const inherited = volumeSources(compose.services[service] ?? {}).flatMap((name) => mountTargets(name, compose, images));
  return [...given.map((mount) => mount.target), ...(images[service]?.volumes ?? []), ...inherited];
}

function placeVolumes(
  wanted: Record<string, { definition: ComposeVolume; cause: string }>,
  stack: Stack,
  existing: string[],
  labels: Record<string, string>,
): { volumes: Record<string, ComposeVolume>; steps: Step[] } {
  const volumes: Record<string, ComposeVolume> = {};
  const steps: Step[] = [];
  for (const [key, { definition: declared, cause }] of Object.entries(wanted)) {
    if (declared.external) {
      volumes[key] = declared;
      continue;
    }
    const { name: _given, ...definition } = declared;
    const name = volumeName(key, declared, stack);
    volumes[key] = { name, external: true };
    if (existing.includes(name)) continue;
    const owned = {
      ...definition.labels,
      ...labels,
      [label.definition]: volumeHash(definition),
      [composeLabel.project]: stack.identity.composeName,
      [composeLabel.volume]: key,
    };
    steps.push({ do: 'create-volume', name, definition, labels: owned, cause });
  }
  return { volumes, steps };
}
