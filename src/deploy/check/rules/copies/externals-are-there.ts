import { usedNetworks } from '../../../model/instance-names.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** What the file calls external is there already: nobody makes it. */
export const externalsAreThere: Rule = {
  id: 'externals-are-there',
  why: 'What is external belongs to somebody else: neither Compose nor Portside makes it, and containers that need it cannot start.',
  cause: 'external-missing',
  look: (input) => [...missing('network', usedNetworks(input.stack), input), ...missing('volume', usedVolumes(input), input)],
};

function missing(kind: 'network' | 'volume', keys: string[], { stack, draft, facts }: CheckInput): Found[] {
  const section = `${kind}s` as const;
  const present = facts.present[section];
  // A swarm knows networks that this machine has not joined yet.
  if (kind === 'network' && present.includes('ingress')) return [];
  return keys.flatMap((key) => {
    const declared = stack.compose[section]?.[key];
    const name = declared?.name ?? key;
    // An engine takes a network's id for its name.
    if (declared?.external !== true || present.includes(name) || /^[0-9a-f]{12,64}$/.test(name)) return [];
    const user = Object.entries(stack.compose.services).find(([, { networks, volumes }]) =>
      kind === 'network' ? networks && key in networks : volumes?.some(({ type, source }) => type === 'volume' && source === key),
    )?.[0];
    return [
      {
        severity: 'error',
        ...(user ? { service: user } : {}),
        message: `${kind} ${name} is external, and there is none of that name${user ? ` (${user} needs it)` : ''}`,
        ...located(draft, [section, key, 'external']),
        fix: `docker ${kind} create ${name}, or start what it belongs to; without external: each copy gets one of its own`,
      },
    ];
  });
}

function usedVolumes({ stack }: CheckInput): string[] {
  const used = Object.values(stack.compose.services).flatMap(({ volumes }) =>
    (volumes ?? []).flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source] : [])),
  );
  return [...new Set(used)];
}
