import type { InstanceView } from '../../contract/instance.ts';
import type { Lease } from '../model/port.ts';

/** What a shell or a test wants to know of an instance: its name, its URLs and ports, and the file's own port variables. */
export function environmentOf(instance: InstanceView, leases: Lease[]): Record<string, string> {
  const endpoints = instance.endpoints.flatMap(({ name, url, port }) => [
    [`${variableName(name)}_URL`, url],
    [`${variableName(name)}_PORT`, String(port)],
  ]);
  const variables = leases.flatMap(({ variable, port }) => (variable ? [[variable, String(port)]] : []));
  const own = [
    ['INSTANCE_ID', instance.instance],
    ['COMPOSE_PROJECT_NAME', instance.compose_name],
  ];
  return Object.fromEntries([...own, ...endpoints, ...variables]) as Record<string, string>;
}

function variableName(name: string): string {
  return name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(\d)/, '_$1');
}
