import type { ComposeFile, ComposeMount, ComposeService, ComposeVolume } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import { instanceName } from '../model/instance-names.ts';
import { composeLabel } from '../model/labels.ts';
import { isAnonymous, type Observed } from '../model/observed.ts';
import { replicasOf } from '../model/replicas.ts';
import type { Stack } from '../model/stack.ts';
import type { Step } from '../model/step.ts';
import { slug } from './names.ts';
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

/** A key that no file declares by chance: `db_data` is many a file's own volume. */
function namedMounts(service: string, definition: ComposeService, imageVolumes: string[]): ComposeMount[] {
  const given = definition.volumes ?? [];
  if (replicasOf(definition) > 1) return given;
  const declared = imageVolumes.map((target): ComposeMount => ({ type: 'volume', target }));
  return [...given, ...declared].map((mount) =>
    mount.type === 'volume' && !mount.source ? { ...mount, source: `${service}_anonymous_${slug(mount.target)}` } : mount,
  );
}

/** The VOLUMEs of a service's image that nothing else is mounted on. */
function declaredByImage(service: string, compose: ComposeFile, images: Images): string[] {
  const definition = compose.services[service] ?? {};
  const inherited = volumeSources(definition).flatMap((name) => mountTargets(name, compose, images));
  const covered = [...(definition.volumes ?? []).map((mount) => mount.target), ...tmpfsTargets(definition), ...inherited].map(normalize);
  return (images[service]?.volumes ?? []).map(normalize).filter((target) => !covered.includes(target));
}

/** All that a service's containers have mounted, and `volumes_from` hands on. */
function mountTargets(service: string, compose: ComposeFile, images: Images): string[] {
  const given = compose.services[service]?.volumes ?? [];
  const inherited = volumeSources(compose.services[service] ?? {}).flatMap((name) => mountTargets(name, compose, images));
  return [...given.map((mount) => mount.target), ...(images[service]?.volumes ?? []), ...inherited];
}

/** `/data/` is `/data`. */
function normalize(target: string): string {
  return target.replace(/(.)\/+$/, '$1');
}

function tmpfsTargets(definition: ComposeService): string[] {
  const tmpfs = definition['tmpfs'];
  const entries = Array.isArray(tmpfs) ? tmpfs : [tmpfs];
  return entries.filter((entry) => typeof entry === 'string').map((entry) => entry.split(':')[0] ?? entry);
}

function placeVolumes(
  wanted: Record<string, { definition: ComposeVolume; cause: string }>,
  { identity, ownNames }: Stack,
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
    const { name: given, ...definition } = declared;
    const name = instanceName(given, key, identity, ownNames.volumes.includes(key));
    volumes[key] = { name, external: true };
    if (existing.includes(name)) continue;
    const owned = { ...definition.labels, ...labels, [composeLabel.project]: identity.composeName, [composeLabel.volume]: key };
    steps.push({ do: 'create-volume', name, definition, labels: owned, cause });
  }
  return { volumes, steps };
}
