import type { Settings } from '../../contract/settings.ts';

/** A place in `x-portside` that names a service, and perhaps a port of it that must answer from outside. */
export interface Reference {
  path: (string | number)[];
  service: string;
  port?: number;
}

/** Every service and port that the settings name, in the order in which they are read. */
export function referencesOf({ ports, verify, update, stateful, edge, before, snapshot }: Settings): Reference[] {
  return [
    ...Object.entries(ports ?? {}).map(([name, { service, port }]) => ({ path: ['ports', name], service, port })),
    ...(verify ?? []).map((probe, index) => ({
      path: ['verify', index, probe.kind],
      service: probe.service,
      ...(probe.kind === 'command' ? {} : { port: probe.port }),
    })),
    ...Object.keys(update ?? {}).map((service) => ({ path: ['update', service], service })),
    ...(stateful ?? []).map((service, index) => ({ path: ['stateful', index], service })),
    // The edge reaches a service inside the instance's network: its port need not be published.
    ...(edge?.to ? [{ path: ['edge', 'to'], service: edge.to.service }] : []),
    ...Object.keys(before ?? {}).map((service) => ({ path: ['before', service], service })),
    ...(['quiesce', 'resume'] as const).flatMap((key) =>
      Object.keys(snapshot?.[key] ?? {}).map((service) => ({ path: ['snapshot', key, service], service })),
    ),
  ];
}
