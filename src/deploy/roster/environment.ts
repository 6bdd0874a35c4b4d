import type { InstanceView } from '../../contract/instance.ts';
import { endpointVariables } from '../model/endpoint-names.ts';
import type { Lease } from '../model/port.ts';

/** What a shell or a test wants to know of an instance: its name, its URLs and ports, the file's own port variables, and what was generated for it. */
export function environmentOf(
  { endpoints, instance, compose_name: composeName }: Pick<InstanceView, 'endpoints' | 'instance' | 'compose_name'>,
  leases: Lease[],
  generated: Record<string, string>,
): Record<string, string> {
  const places = endpoints.flatMap(({ name, url, port }) => {
    const variables = endpointVariables(name);
    return [
      [variables.url, url],
      [variables.port, String(port)],
    ];
  });
  const variables = leases.flatMap(({ variable, port }) => (variable ? [[variable, String(port)]] : []));
  const own = [
    ['INSTANCE_ID', instance],
    ['COMPOSE_PROJECT_NAME', composeName],
  ];
  const told = Object.fromEntries([...own, ...places, ...variables]) as Record<string, string>;
  // Where one is called like a port's variable, the port is what the services were given.
  return { ...told, ...generated, ...told };
}
