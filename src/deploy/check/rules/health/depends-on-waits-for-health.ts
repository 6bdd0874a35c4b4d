import { located } from '../../located.ts';
import { healthOf } from '../../reading/health-of.ts';
import type { Rule } from '../../rule.ts';

/** Who depends on a service that tells its health waits until it is healthy. */
export const dependsOnWaitsForHealth: Rule = {
  id: 'depends-on-waits-for-health',
  why: 'A container that has started is not ready yet: who calls it too early fails now and then, and more often on a busy machine.',
  cause: 'depends-on-without-condition',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, { depends_on: needs }]) =>
      Object.entries(needs ?? {}).flatMap(([name, { condition }]) => {
        const needed = input.stack.compose.services[name];
        const path = ['services', service, 'depends_on', name];
        // Links, shared networks and the like make dependencies too, which nobody wrote.
        const isWritten = input.draft.sources.written(path) !== undefined;
        if (condition !== 'service_started' || !needed || !isWritten || healthOf(name, needed, input).is !== 'given') return [];
        return [
          {
            severity: 'warning',
            service,
            message: `${service} starts as soon as ${name} does, though ${name} has a healthcheck that says when it is ready`,
            ...located(input.draft, path),
            fix: `depends_on: { ${name}: { condition: service_healthy } }`,
            repair: [{ edit: 'set', path: [...path, 'condition'], value: 'service_healthy' }],
          },
        ];
      }),
    ),
};
