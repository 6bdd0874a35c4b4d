import { located } from '../../located.ts';
import { awaiting } from '../../reading/awaiting.ts';
import type { Rule } from '../../rule.ts';

/** A service that serves others comes back after a crash or a restart of the machine. */
export const servicesRestart: Rule = {
  id: 'services-restart',
  why: 'Without a restart policy a container that crashed stays down until somebody sees it, and none comes back with the machine.',
  look: ({ draft, stack }) => {
    const { services } = stack.compose;
    const needed = new Set(Object.values(services).flatMap(({ depends_on: needs }) => Object.keys(needs ?? {})));
    return Object.entries(services).flatMap(([service, { restart, deploy, ports, healthcheck }]) => {
      const serves = (ports?.length ?? 0) > 0 || healthcheck !== undefined || needed.has(service);
      const ends = awaiting(service, stack, 'service_completed_successfully').length > 0;
      // `restart: "no"` is a decision; only where nothing is said it may be forgotten.
      if (!serves || ends || restart !== undefined || deploy?.restart_policy !== undefined) return [];
      const message = `${service} has no restart policy`;
      return [{ severity: 'note', service, message, ...located(draft, ['services', service]), fix: 'restart: unless-stopped' }];
    });
  },
};
