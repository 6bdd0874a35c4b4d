import { rollingOf } from '../../reading/rolling.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** The edge does not join networks that the file keeps apart. */
export const edgeKeepsNetworksApart: Rule = {
  id: 'edge-keeps-networks-apart',
  why: 'The edge is on every network of the services behind it, and listens on all of them: whoever is on one of these reaches the published ports of services on another.',
  look: (input) => {
    const rolling = rollingOf(input).map(([service, { networks }]) => ({ service, networks: Object.keys(networks ?? {}).toSorted() }));
    const [first, ...others] = rolling;
    const apart = others.filter(({ networks }) => networks.join() !== first?.networks.join());
    if (!first || apart.length === 0) return [];
    const all = [...new Set(rolling.flatMap(({ networks }) => networks))].toSorted();
    const [other] = apart;
    return [
      {
        severity: 'warning',
        service: other?.service ?? first.service,
        message: `${[first, ...apart].map(({ service }) => service).join(', ')} are on different networks, and the edge in front of them joins ${all.join(', ')}`,
        ...located(input.draft, ['x-portside', 'update', other?.service ?? first.service]),
        fix: `put them on the same network; or write x-portside.update: { ${other?.service}: recreate }`,
      },
    ];
  },
};
