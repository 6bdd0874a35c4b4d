import type { ComposeFile, ComposeService } from '../model/compose-file.ts';

/**
 * `container:NAME`, where NAME is what the same file calls one of its containers, becomes `service:…`: each copy has such a container,
 * and only one of them could have the name.
 */
export function joinByService(model: ComposeFile): ComposeFile {
  const named = Object.entries(model.services).flatMap(([service, { container_name: name }]) => (name ? [[name, service] as const] : []));
  if (named.length === 0) return model;
  const services = Object.entries(model.services).map(([service, definition]) => [service, joined(definition, new Map(named))]);
  return { ...model, services: Object.fromEntries(services) };
}

function joined(definition: ComposeService, serviceNamed: Map<string, string>): ComposeService {
  const namespaces = (['network_mode', 'ipc', 'pid'] as const).flatMap((key) => {
    const service = serviceNamed.get(containerIn(definition[key]) ?? '');
    return service ? [[key, `service:${service}`]] : [];
  });
  const { volumes_from: sources } = definition;
  if (!Array.isArray(sources)) return { ...definition, ...Object.fromEntries(namespaces) };
  return { ...definition, ...Object.fromEntries(namespaces), volumes_from: sources.map((source) => volumeSource(source, serviceNamed)) };
}

/** `container:NAME[:ro]` → `SERVICE[:ro]`. */
function volumeSource(written: unknown, serviceNamed: Map<string, string>): unknown {
  const [name, ...mode] = containerIn(written)?.split(':') ?? [];
  const service = serviceNamed.get(name ?? '');
  return service ? [service, ...mode].join(':') : written;
}

function containerIn(written: unknown): string | undefined {
  return typeof written === 'string' && written.startsWith('container:') ? written.slice('container:'.length) : undefined;
}
