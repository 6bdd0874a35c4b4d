import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A service on the host's network binds the machine's own ports: nothing can give a second copy others. */
export const servicesCanBeCopied: Rule = {
  id: 'services-can-be-copied',
  why: "Each copy of a project needs ports of its own; on the host's network they all want the same ones.",
  look: ({ draft, stack, otherInstances }) =>
    Object.entries(stack.compose.services)
      .filter(([, { network_mode: mode }]) => mode === 'host')
      .map(([service]) => {
        const [other] = otherInstances;
        return {
          severity: other ? 'error' : 'warning',
          service,
          message: other
            ? `${service} is on the host's network, where ${other.instance} has taken its ports already`
            : `${service} is on the host's network: there can be only one copy of this project`,
          ...located(draft, ['services', service, 'network_mode']),
          fix: other
            ? `portside down ${other.instance}, or give ${service} ports: instead of network_mode: host`
            : `give ${service} ports: instead of network_mode: host`,
        };
      }),
};
