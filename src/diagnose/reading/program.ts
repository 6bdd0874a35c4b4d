import type { Evidence, ServiceEvidence, SourceFile } from '../evidence.ts';

/** The words that a container runs, the entrypoint's first. */
export function commandLine({ definition, image }: ServiceEvidence): { entrypoint: string[]; command: string[] } {
  const own = listOf(definition['entrypoint']);
  const entrypoint = own ?? image?.entrypoint ?? [];
  // Compose drops the image's command where the file has an entrypoint of its own.
  const command = definition.command ?? (own ? [] : (image?.command ?? []));
  return { entrypoint, command };
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

export function workdirOf({ definition, image }: Pick<ServiceEvidence, 'definition' | 'image'>): string {
  const own = definition['working_dir'];
  return typeof own === 'string' ? own : image?.workdir || '/';
}

/** The user by whom a container's program runs; empty for root. */
export function userOf({ definition, image }: ServiceEvidence): string {
  const own = definition['user'];
  return typeof own === 'string' || typeof own === 'number' ? String(own) : (image?.user ?? '');
}

/** The project's file behind a path in the container. */
export function fileAt(evidence: Evidence, service: string | undefined, inside: string): SourceFile | undefined {
  const files = service ? (evidence.services[service]?.files ?? []) : [];
  const name = inside.replace(/^\.\//, '');
  return files.find((file) => file.inside === inside) ?? files.find((file) => name !== '' && file.inside.endsWith(`/${name}`));
}

/** The mount that covers a path: where a bind mount or a volume lies over what the image has there. */
export function mountOver(
  { definition }: ServiceEvidence,
  path: string,
): { type: string; source?: string; target: string; readOnly: boolean; index: number } | undefined {
  const covering = (definition.volumes ?? [])
    .map((mount, index) => ({ ...mount, index }))
    .filter(({ target }) => path === target.replace(/\/$/, '') || path.startsWith(`${target.replace(/\/$/, '')}/`))
    .toSorted((a, b) => b.target.length - a.target.length)[0];
  if (!covering) return undefined;
  const { type, source, target, read_only: readOnly, index } = covering;
  return { type, ...(source ? { source } : {}), target, readOnly: readOnly === true, index };
}

/** A bind mount over a folder in which the image was built, so that what the build installed there is hidden. */
export function hidingMount(service: ServiceEvidence): { source: string; target: string } | undefined {
  if (!service.definition.build) return undefined;
  const workdir = workdirOf(service);
  const mount = mountOver(service, workdir);
  return mount?.type === 'bind' && mount.source ? { source: mount.source, target: mount.target } : undefined;
}

/** Where something stands in the Compose files: the nearest part of the path that is written there. */
export function placeOf({ places }: Evidence, path: readonly (string | number)[]): string | undefined {
  for (let length = path.length; length > 1; length--) {
    const place = places[path.slice(0, length).join('.')];
    if (place) return place;
  }
  return undefined;
}
