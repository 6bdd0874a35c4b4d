import { edgeService } from '../../../model/edge.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** No service of the file is called as the edge is. */
export const edgeNameIsFree: Rule = {
  id: 'edge-name-is-free',
  why: `The edge is a service of the instance, called ${edgeService}: there cannot be two of that name.`,
  look: ({ draft }) =>
    edgeService in draft.model.services
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
