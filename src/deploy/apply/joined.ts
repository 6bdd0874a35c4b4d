import type { ComposeFile, ComposeService } from '../model/compose-file.ts';

const namespaces = ['network_mode', 'ipc', 'pid'] as const;

/** The file with what some services join named by container: `service:web` → `container:ID`. `ids` are by service. */
export function withJoined(file: ComposeFile, joining: Record<string, string[]>, ids: Record<string, string>): ComposeFile {
  const joined = Object.keys(joining).map((service) => [service, joinedTo(file.services[service] ?? {}, ids)] as const);
  return { ...file, services: { ...file.services, ...Object.fromEntries(joined) } };
}

function joinedTo(definition: ComposeService, ids: Record<string, string>): ComposeService {
  const modes = namespaces.flatMap((mode) => {
    const host = /^service:(.+)$/.exec(String(definition[mode] ?? ''))?.[1];
    return host && ids[host] ? [[mode, `container:${ids[host]}`] as const] : [];
  });
  const from = Array.isArray(definition['volumes_from']) ? definition['volumes_from'].map(String) : undefined;
  return {
    ...definition,
    ...Object.fromEntries(modes),
    ...(from && { volumes_from: from.map((entry) => namedContainer(entry, ids)) }),
  };
}

/** `web:ro` → `container:ID:ro` */
function namedContainer(entry: string, ids: Record<string, string>): string {
  const [host = '', ...mode] = entry.split(':');
  return ids[host] ? ['container', ids[host], ...mode].join(':') : entry;
}
