import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A domain is served on ports 80 and 443 of this machine: nobody else has them. */
export const edgePortsAreFree: Rule = {
  id: 'edge-ports-are-free',
  why: 'Browsers ask for a domain at ports 80 and 443 alone, and certificates are given out over them: on other ports nobody would find it.',
  cause: 'port-taken',
  look: ({ draft, surroundings }) =>
    surroundings.sitePortHolders.map(({ port, who }) => ({
      severity: 'error',
      message: `x-portside.edge.domain is served on port ${port}, which ${who} has`,
      ...located(draft, ['x-portside', 'edge', 'domain']),
      fix: `end ${who}, or leave out \`domain\` and have ${who} send the domain on to a port that this instance publishes`,
    })),
};
