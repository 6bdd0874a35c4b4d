import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

export const portsMayBePublished: Rule = {
  id: 'ports-may-be-published',
  why: "An engine without root's rights may not listen on the lowest ports, unless it was given that right.",
  cause: 'privileged-port',
  look({ draft, stack, surroundings }) {
    const { lowestPort } = surroundings.machine;
    if (lowestPort === undefined) return [];
    return stack.leases
      .filter(({ port, service }) => port < lowestPort && !stack.leftAlone.includes(service))
      .map(({ port, service, index }) => ({
        severity: 'warning',
        service,
        message: `service ${service} publishes port ${port}, and the engine runs rootless: it may publish ports from ${lowestPort} on`,
        ...located(draft, ['services', service, 'ports', index]),
        fix: `publish a port from ${lowestPort} on, or sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}`,
      }));
  },
};
