import type { ComposeService } from '../../model/compose-file.ts';
import type { Stack } from '../../model/stack.ts';

/** How a service is on the network: on networks of the project's, on none that has names, or with somebody else. */
export type Standing = { on: 'networks'; keys: string[] } | { on: 'none' | 'bridge' | 'host' | 'other' };

/** The service in whose network namespace it is; itself, mostly. */
export function ownerOf(service: string, { compose }: Pick<Stack, 'compose'>): string {
  const seen = new Set<string>();
  let owner = service;
  for (;;) {
    seen.add(owner);
    const mode = compose.services[owner]?.network_mode ?? '';
    const next = mode.startsWith('service:') ? mode.slice('service:'.length) : undefined;
    if (next === undefined || seen.has(next) || !(next in compose.services)) return owner;
    owner = next;
  }
}

/** All services that are at localhost for each other. */
export function housemates(service: string, stack: Pick<Stack, 'compose'>): string[] {
  const owner = ownerOf(service, stack);
  return Object.keys(stack.compose.services).filter((other) => ownerOf(other, stack) === owner);
}

export function standingOf(service: string, stack: Pick<Stack, 'compose'>): Standing {
  const definition = stack.compose.services[ownerOf(service, stack)];
  const mode = definition?.network_mode;
  if (mode === 'none' || mode === 'bridge' || mode === 'host') return { on: mode };
  if (mode !== undefined && mode !== 'default') return { on: 'other' };
  return { on: 'networks', keys: Object.keys(definition?.networks ?? {}) };
}

/** Whether names may come from elsewhere too: from a network that others made, or a DNS server of its own. */
export function hearsOtherNames(service: string, { compose }: Pick<Stack, 'compose'>): boolean {
  const definition = compose.services[ownerOf(service, { compose })];
  const keys = Object.keys(definition?.networks ?? {});
  const others = ['dns', 'dns_search', 'domainname', 'external_links'].some(
    (key) => definition?.[key] !== undefined && definition[key] !== null,
  );
  return others || keys.some((key) => compose.networks?.[key]?.external === true);
}

export function share(a: string, b: string, stack: Pick<Stack, 'compose'>): boolean {
  if (ownerOf(a, stack) === ownerOf(b, stack)) return true;
  const [one, other] = [standingOf(a, stack), standingOf(b, stack)];
  if (one.on === 'networks' && other.on === 'networks') return one.keys.some((key) => other.keys.includes(key));
  // `container:…` and networks of others: nobody knows.
  return one.on === 'other' || other.on === 'other';
}

/** Names by which a service is known: to everybody on its networks, or as links of one caller. */
export function namesOf(service: string, definition: ComposeService): string[] {
  const aliases = Object.values(definition.networks ?? {}).flatMap((network) => network?.aliases ?? []);
  const { container_name: containerName, hostname } = definition;
  return [service, ...aliases, ...(containerName ? [containerName] : []), ...(typeof hostname === 'string' ? [hostname] : [])].map((name) =>
    name.toLowerCase(),
  );
}

/** Who answers to a name that a service calls: services, or `elsewhere` for what its own hosts file and links say. */
export function answering(host: string, caller: string, { compose }: Pick<Stack, 'compose'>): string[] | 'elsewhere' {
  const name = host.toLowerCase();
  const definition = compose.services[caller];
  const owner = compose.services[ownerOf(caller, { compose })];
  for (const link of strings(definition?.['links'])) {
    const [service = '', alias = service] = link.split(':');
    if (alias.toLowerCase() === name) return service in compose.services ? [service] : 'elsewhere';
  }
  const hosts = [definition, owner].flatMap((one) => hostNames(one?.['extra_hosts']));
  if (hosts.includes(name)) return 'elsewhere';
  if (strings(definition?.['external_links']).some((link) => link.split(':').at(-1)?.toLowerCase() === name)) return 'elsewhere';
  return servicesByName(compose.services).get(name) ?? [];
}

const known = new WeakMap<Stack['compose']['services'], Map<string, string[]>>();

/** Found out once for a stack, which nobody changes: in a large one there are thousands of calls. */
function servicesByName(services: Stack['compose']['services']): Map<string, string[]> {
  const before = known.get(services);
  if (before) return before;
  const found = new Map<string, string[]>();
  for (const [service, definition] of Object.entries(services)) {
    for (const name of new Set(namesOf(service, definition))) found.set(name, [...(found.get(name) ?? []), service]);
  }
  known.set(services, found);
  return found;
}

/** Lists of `name=address` or `name:address`, or a map. */
function hostNames(written: unknown): string[] {
  if (Array.isArray(written)) return written.map((entry) => (String(entry).split(/[=:]/)[0] ?? '').toLowerCase());
  return typeof written === 'object' && written !== null ? Object.keys(written).map((name) => name.toLowerCase()) : [];
}

function strings(written: unknown): string[] {
  return Array.isArray(written) ? written.map(String) : [];
}
