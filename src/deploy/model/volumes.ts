import type { ComposeService, ComposeVolume } from './compose-file.ts';
import { hashOf } from './hash.ts';
import { instanceName } from './instance-names.ts';
import type { Stack } from './stack.ts';

/** What a volume is made with; names and labels are no part of it. */
export interface VolumeMaking {
  driver: string;
  options: Record<string, string>;
}

export function volumeMaking({ driver, driver_opts: options }: ComposeVolume): VolumeMaking {
  return {
    driver: driver || 'local',
    options: Object.fromEntries(Object.entries(options ?? {}).map(([name, value]) => [name, String(value)])),
  };
}

export function volumeHash(definition: ComposeVolume): string {
  return hashOf(volumeMaking(definition));
}

/** What a volume of the file is called on the engine. */
export function volumeName(
  key: string,
  declared: ComposeVolume | null | undefined,
  { identity, ownNames }: Pick<Stack, 'identity' | 'ownNames'>,
): string {
  if (declared?.external) return declared.name ?? key;
  return instanceName(declared?.name, key, identity, ownNames.volumes.includes(key));
}

/** The key under which an anonymous volume goes, or one that only the image declares: `db_data` is many a file's own. */
export function anonymousKey(service: string, target: string): string {
  return `${service}_anonymous_${target.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '')}`;
}

/** `/data/` is `/data`. */
export function plainTarget(target: string): string {
  return target.replace(/(.)\/+$/, '$1');
}

/** Where a service has memory mounted by `tmpfs:`. */
export function tmpfsTargets({ tmpfs }: ComposeService): string[] {
  const entries: unknown[] = Array.isArray(tmpfs) ? tmpfs : [tmpfs];
  return entries.filter((entry) => typeof entry === 'string').map((entry) => plainTarget(entry.split(':')[0] ?? entry));
}
