import type { ComposeMount, ComposeService, ComposeVolume } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import { composeLabel } from '../model/labels.ts';
import type { Observed } from '../model/observed.ts';
import type { Stack } from '../model/stack.ts';
import type { Step } from '../model/step.ts';
import { instanceName, slug } from './names.ts';
import { replicasOf } from './services.ts';
import { isAnonymous } from '../model/observed.ts';

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
    mounts[service] = namedMounts(service, definition, images[service]?.volumes ?? []);
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
  const covered = new Set(given.map((mount) => mount.target));
  for (const target of tmpfsTargets(definition)) covered.add(target);
  const declared = imageVolumes.filter((target) => !covered.has(target)).map((target): ComposeMount => ({ type: 'volume', target }));
  return [...given, ...declared].map((mount) =>
    mount.type === 'volume' && !mount.source ? { ...mount, source: `${service}_${slug(mount.target)}` } : mount,
  );
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
