import type { Settings } from '../../contract/settings.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { PortRequest } from '../model/port.ts';

/** `--port api=8001`, `--port web:8000=8001`, `--port 8000=8001`: a name of the settings, a service, or a container port. */
export function demandPorts(demands: string[], requests: PortRequest[], settings: Settings): PortRequest[] {
  const demanded = new Map<PortRequest, { typed: string; port: number }>();
  for (const typed of demands) {
    const { subject, port } = readDemand(typed);
    for (const request of requestsFor(subject, typed, requests, settings)) {
      const other = demanded.get(request);
      if (other) throw badDemand(typed, `--port ${other.typed} asks for the same port of ${request.service}.`);
      demanded.set(request, { typed, port });
    }
  }
  return requests.map((request) => {
    const demand = demanded.get(request);
    if (!demand) return request;
    const { range: _, ...rest } = request;
    return { ...rest, preferred: demand.port, demandedBy: `--port ${demand.typed}` };
  });
}

function readDemand(typed: string): { subject: string; port: number } {
  const [, subject = '', port = ''] = /^([^=]+)=(\d{1,5})$/.exec(typed) ?? [];
  if (!subject) throw badDemand(typed, 'It should look like api=8001, web:8000=8001 or 8000=8001.');
  if (Number(port) < 1 || Number(port) > 65_535) throw badDemand(typed, `${port} is not a port: ports go from 1 to 65535.`);
  return { subject, port: Number(port) };
}

/** One number serves TCP and UDP alike, so both protocols of a port are meant. */
function requestsFor(subject: string, typed: string, requests: PortRequest[], settings: Settings): PortRequest[] {
  const found = candidates(subject, requests, settings);
  const [first] = found;
  if (!first) throw badDemand(typed, `No published port is called ${subject}. ${choices(requests, settings)}`);
  const fitting = found.filter(({ service, target }) => service === first.service && target === first.target);
  const doubled = new Set(fitting.map(({ protocol }) => protocol)).size < fitting.length;
  if (fitting.length < found.length || doubled)
    throw badDemand(typed, `${subject} could be ${[...new Set(found.map(written))].join(' or ')}.`);
  return fitting;
}

function candidates(subject: string, requests: PortRequest[], settings: Settings): PortRequest[] {
  const named = settings.ports?.[subject];
  if (named) return requests.filter(({ service, target }) => service === named.service && target === named.port);
  const [, service, target] = /^(?:(.+):)?(\d+)$/.exec(subject) ?? [];
  if (target) return requests.filter((request) => request.target === Number(target) && (!service || request.service === service));
  return requests.filter((request) => request.service === subject);
}

function choices(requests: PortRequest[], settings: Settings): string {
  const all = [...Object.keys(settings.ports ?? {}), ...new Set(requests.map(written))];
  return all.length > 0 ? `There are: ${all.join(', ')}.` : 'This project publishes no ports.';
}

function written({ service, target }: PortRequest): string {
  return `${service}:${target}`;
}

function badDemand(typed: string, why: string): UserError {
  return new UserError({ code: 'bad-port-demand', exit: exitCode.usage, message: `--port ${typed} cannot be met. ${why}` });
}
