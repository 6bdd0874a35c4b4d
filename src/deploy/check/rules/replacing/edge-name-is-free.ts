import { edgeService } from '../../../model/edge.ts';
import { label } from '../../../model/labels.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** No service of the file is called as the edge is. */
export const edgeNameIsFree: Rule = {
  id: 'edge-name-is-free',
  why: `The edge is a service of the instance, called ${edgeService}: there cannot be two of that name.`,
  look: ({ draft }) =>
    // That of a revision is Portside's own, and says so.
    edgeService in draft.model.services && draft.model.services[edgeService]?.labels?.[label.edge] === undefined
      ? [
          {
            severity: 'error',
            service: edgeService,
            message: `a service is called ${edgeService}, which is the name of Portside's own edge`,
            ...located(draft, ['services', edgeService]),
            fix: 'call it something else',
          },
        ]
      : [],
};
