import type { ComposeFile, ComposeService } from '../model/compose-file.ts';
import type { Need } from '../model/step.ts';

/** What must hold before a service starts: its `depends_on`, and the services whose namespaces or volumes it joins. */
export function needsOf(service: ComposeService, compose: ComposeFile): Need[] {
  const declared = Object.entries(service.depends_on ?? {}).map(([name, dependency]) => ({
    service: name,
    condition: dependency.condition,
    required: dependency.required !== false,
  }));
  const joined = joinedServices(service)
    .filter((name) => !service.depends_on?.[name])
    .map((name) => ({ service: name, condition: 'service_started' as const, required: true }));
  return [...declared, ...joined].filter((need) => compose.services[need.service]);
}

/** Services whose namespaces or volumes this one shares. */
export function joinedServices(service: ComposeService): string[] {
  const namespaces = [service.network_mode, service['ipc'], service['pid']];
  const fromModes = namespaces.flatMap((mode) => (typeof mode === 'string' && mode.startsWith('service:') ? [mode.slice(8)] : []));
  return [...fromModes, ...volumeSources(service)];
}

/** Services whose replacement this one asks to be restarted with: `depends_on: { db: { restart: true } }`. */
export function restartedWith({ depends_on: dependencies = {} }: ComposeService): string[] {
  return Object.entries(dependencies).flatMap(([name, { restart }]) => (restart ? [name] : []));
}

/** Services that `volumes_from` names. */
export function volumeSources(service: ComposeService): string[] {
  const from = Array.isArray(service['volumes_from']) ? service['volumes_from'] : [];
  return from.map((entry) => String(entry).split(':')[0] ?? '');
}

/** Services so that each comes after all it needs; Compose has refused cycles before. */
export function inDependencyOrder(compose: ComposeFile): string[] {
  const ordered: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const service = compose.services[name];
    if (!service || seen.has(name)) return;
    seen.add(name);
    for (const need of needsOf(service, compose)) visit(need.service);
    ordered.push(name);
  };
  for (const name of Object.keys(compose.services).toSorted()) visit(name);
  return ordered;
}
