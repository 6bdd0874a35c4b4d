import type { Rule } from '../../candidate.ts';
import { lastWords } from '../../reading/lines.ts';
import { standingOf } from '../../reading/standing.ts';

/** It runs and does not get where it should: it never ends, or never listens. */
export const waits: Rule = {
  look(evidence) {
    const { service: name, message } = evidence;
    const service = name ? evidence.services[name] : undefined;
    if (!name || !service || !service.containers.some(({ state }) => state === 'running')) return [];
    const waiters = Object.entries(evidence.services).flatMap(([other, { definition }]) =>
      definition.depends_on?.[name]?.condition === 'service_completed_successfully' ? [other] : [],
    );
    if (waiters.length > 0 && /not done yet/.test(message))
      return [
        {
          ...{ cause: 'waits-for-a-server-to-end', service: name, sure: 83 },
          evidence: [{ from: 'portside', text: message }],
          summary: `${waiters.join(', ')} waits until ${name} has ended, and ${name} keeps running`,
          suggestion: `where ${name} is a server, write condition: service_healthy (or service_started) in depends_on of ${waiters.join(', ')}`,
          at: ['services', waiters[0] ?? '', 'depends_on', name],
          repair: waiters.map((waiter) => ({
            edit: 'set',
            path: ['services', waiter, 'depends_on', name, 'condition'],
            value: service.definition.healthcheck ? 'service_healthy' : 'service_started',
          })),
        },
      ];
    const needs = Object.entries(evidence.services).find(
      ([, { definition }]) => definition.depends_on?.[name]?.condition === 'service_healthy',
    )?.[0];
    if (/has no healthcheck/.test(message))
      return [
        {
          ...{ cause: 'healthcheck-failing', service: name, sure: 83 },
          evidence: [{ from: 'portside', text: message }],
          summary: `${needs ?? 'a service'} waits until ${name} is healthy, and ${name} has no healthcheck`,
          suggestion: `give ${name} a healthcheck, or write condition: service_started`,
          at: ['services', needs ?? name, 'depends_on', name],
        },
      ];
    const silent = /nothing listens|accepted and closed|connection refused/.test(message) && (service.listens?.length ?? 0) === 0;
    if (!silent || standingOf(evidence, name) === 'restarting') return [];
    return [
      {
        ...{ cause: 'publishes-wrong-port', service: name, sure: 38 },
        evidence: [{ from: 'portside', text: message }, ...lastWords(evidence, name)],
        summary: `${name} runs and listens on no port at all`,
        suggestion: `see what it waits for (portside logs ${name}); where it needs longer, give it --timeout; where it is no server, take its ports away`,
        at: ['services', name, 'ports'],
      },
    ];
  },
};
