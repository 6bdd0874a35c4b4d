import type { Settings } from '../../contract/settings.ts';
import type { ComposeFile, ComposePort } from '../model/compose-file.ts';
import type { PortRequest } from '../model/port.ts';
import { replicasOf } from '../model/replicas.ts';
import { edgePortRequests } from './edge-ports.ts';
import { demandPorts } from './port-demands.ts';
import { findPortVariables, variableOf, type PortVariable } from './port-variables.ts';
import type { Sources } from './sources.ts';

/** What the ports are read from. */
export interface PortQuestion {
  /** As Compose resolves it before any port is leased. */
  model: ComposeFile;
  sources: Sources;
  shell: Record<string, string>;
  settings: Settings;
  /** What the user typed after `--port`. */
  demands: string[];
}

/** Every host port that the stack wants. Throws UserError where a demand fits none of them. */
export function portRequests({ model, sources, shell, settings, demands }: PortQuestion): PortRequest[] {
  const variables = findPortVariables(sources);
  const wanted = Object.entries(model.services).flatMap(([service, definition]) =>
    replicasOf(definition) === 0
      ? []
      : (definition.ports ?? []).map((port, index) => ({
          ...request(service, port, variableOf(service, port, variables), shell),
          count: replicasOf(definition),
          index,
        })),
  );
  return demandPorts(demands, [...wanted, ...edgePortRequests(settings)], settings);
}

function request(
  service: string,
  port: ComposePort,
  feeding: PortVariable | undefined,
  shell: Record<string, string>,
): Omit<PortRequest, 'count' | 'index'> {
  const [from, to] = (port.published ?? '').split('-').map(Number);
  const typed = feeding && shell[feeding.variable];
  return {
    service,
    target: port.target,
    protocol: port.protocol === 'udp' ? 'udp' : 'tcp',
    ...(port.host_ip ? { hostIp: port.host_ip } : {}),
    ...(from ? { preferred: from } : {}),
    ...(from && to ? { range: { from, to } } : {}),
    ...(feeding?.settable ? { variable: feeding.variable } : {}),
    ...(typed && !to ? { demandedBy: `${feeding.variable}=${typed} in the shell` } : {}),
  };
}
