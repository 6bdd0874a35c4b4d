import { edgeService } from '../../../model/edge.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A domain is served on ports 80 and 443 of this machine: nobody else has them. */
export const edgePortsAreFree: Rule = {
  id: 'edge-ports-are-free',
  why: 'Browsers ask for a domain at ports 80 and 443, and certificates are given out over them: on other ports only who knows them finds it.',
  look: ({ draft, stack, surroundings }) =>
    stack.leases.flatMap(({ service, target, port }) => {
      if (service !== edgeService || port === target) return [];
      const holder = surroundings.holders.find((one) => one.port === target)?.who;
      const automatic = stack.settings.edge?.certificate === undefined ? ', and Caddy gets no certificate there' : '';
      return [
        {
          severity: 'warning',
          message: `${stack.settings.edge?.domain} is served on port ${port} instead of ${target}, which ${holder ?? 'somebody else'} has${automatic}`,
          ...located(draft, ['x-portside', 'edge', 'domain']),
          fix: holder === undefined ? `free port ${target}, as by taking the other copy down` : `end ${holder}`,
        },
      ];
    }),
};
