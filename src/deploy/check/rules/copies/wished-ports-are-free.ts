import { edgeService } from '../../../model/edge.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** The host ports that a file fixes are wishes: where one is taken, a copy gets another. */
export const wishedPortsAreFree: Rule = {
  id: 'wished-ports-are-free',
  why: 'Whoever expects the service at the port that the file says finds somebody else there.',
  look: ({ draft, stack, surroundings }) =>
    stack.leases.flatMap(({ service, index, port, target }) => {
      const wished = draft.requests.find((request) => request.service === service && request.index === index)?.preferred;
      const holder = surroundings.holders.find((one) => one.port === wished);
      // What becomes of a domain, another rule says.
      if (service === edgeService || wished === undefined || wished === port || !holder) return [];
      return [
        {
          severity: 'note',
          service,
          message: `${service}:${target} was to be at port ${wished}, which ${holder.who} has; it gets ${port}`,
          ...located(draft, ['services', service, 'ports', index]),
          fix: `end ${holder.who}, or ask \`portside env\` for the port`,
        },
      ];
    }),
};
