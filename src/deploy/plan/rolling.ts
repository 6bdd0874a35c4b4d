import type { Observed } from '../model/observed.ts';
import type { Replacement } from '../model/plan.ts';
import type { Stack } from '../model/stack.ts';

/**
 * Services whose new containers may run beside the old ones: it is asked for, and no host port is in the way. A slot comes
 * with each that stands behind the edge.
 */
export function rollingServices({ settings, compose }: Stack, { containers }: Observed): Map<string, Replacement['slot']> {
  const asked = Object.entries(settings.update ?? {}).flatMap(([service, strategy]) => (strategy === 'rolling' ? [service] : []));
  const free = asked.filter((service) => {
    const published = containers.filter((one) => one.service === service && !one.oneOff).flatMap((one) => one.published);
    return published.length === 0 && (compose.services[service]?.ports ?? []).length === 0;
  });
  return new Map(free.map((service) => [service, undefined]));
}
