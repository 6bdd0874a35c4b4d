import { located } from '../../located.ts';
import { asMap } from '../../reading/written-services.ts';
import type { Rule } from '../../rule.ts';

/** What stands under `deploy` is read by Compose, not by Swarm only. */
export const deployKeysCount: Rule = {
  id: 'deploy-keys-count',
  why: 'Compose reads replicas, resources, labels and restart_policy; the rest means something to Swarm only, and is silently passed over.',
  look: ({ draft, stack }) =>
    Object.keys(stack.compose.services).flatMap((service) => {
      const path = ['services', service, 'deploy'];
      const ignored = Object.keys(asMap(draft.sources.written(path))).filter((key) => ofSwarm.has(key));
      if (ignored.length === 0) return [];
      const message = `deploy.${ignored.join(', deploy.')} of ${service} does nothing outside Swarm`;
      return [
        {
          severity: 'note',
          service,
          message,
          ...located(draft, [...path, ignored[0] ?? '']),
          fix: 'take it out, if this is not for Swarm too',
        },
      ];
    }),
};

const ofSwarm = new Set(['placement', 'update_config', 'rollback_config', 'endpoint_mode']);
