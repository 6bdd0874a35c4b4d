import { nearest } from '../../../../contract/nearest.ts';
import { listensOn } from '../../reach/server.ts';
import { standingOf } from '../../reach/networks.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** The edge leads to a service that it can reach, on a port on which that listens. */
export const edgeLeadsSomewhere: Rule = {
  id: 'edge-leads-somewhere',
  why: 'Who asks for the domain would be answered by nobody (502).',
  cause: 'settings-invalid',
  look: (input) => {
    const { draft, stack } = input;
    const to = stack.settings.edge?.to;
    if (!to || !(to.service in stack.compose.services)) return [];
    const { service, port } = to;
    const place = located(draft, ['x-portside', 'edge', 'to']);
    const standing = standingOf(service, stack);
    if (standing.on !== 'networks')
      return [
        {
          ...{ severity: 'error', service, ...place },
          message: `x-portside.edge.to names ${service}, which is on no network of the project: the edge cannot reach it`,
          fix: `give ${service} networks instead of network_mode:`,
        },
      ];
    const ports = [...listensOn(service, input)].toSorted((a, b) => a - b);
    if (ports.length === 0 || ports.includes(port)) return [];
    const meant = ports.length === 1 ? String(ports[0]) : nearest(String(port), ports.map(String));
    return [
      {
        ...{ severity: 'error', service, ...place },
        message: `x-portside.edge.to names port ${port} of ${service}, which listens on ${ports.join(', ')} as far as its files say`,
        fix: meant === undefined ? `write the port on which ${service} listens inside` : `write ${service}:${meant}`,
        ...(meant === undefined ? {} : { repair: [{ edit: 'set', path: ['x-portside', 'edge', 'to'], value: `${service}:${meant}` }] }),
      },
    ];
  },
};
