import { answering } from '../../reach/networks.ts';
import { callsOf } from '../../reach/call.ts';
import { keeperOf } from '../../reading/keepers.ts';
import { located } from '../../located.ts';
import type { CheckInput, Rule } from '../../rule.ts';

/** A command that runs before a service has the databases that the service calls: it depends on them. */
export const commandsBeforeFindTheirServices: Rule = {
  id: 'commands-before-find-their-services',
  why: 'What a service depends on is awaited before its command runs; anything else may not run yet, as in the first `up` of an instance.',
  cause: 'dependency-not-ready',
  look: (input) =>
    Object.keys(input.stack.settings.before ?? {}).flatMap((service) => {
      const awaited = dependenciesOf(service, input);
      const called = callsOf(input).flatMap(({ caller, host }) => {
        const meant = caller === service ? answering(host, caller, input.stack) : 'elsewhere';
        return meant === 'elsewhere' ? [] : meant;
      });
      const missing = [...new Set(called)].filter(
        (other) => other !== service && !awaited.has(other) && keeperOf(other, input) !== undefined,
      );
      return missing.map((other) => ({
        severity: 'warning',
        service,
        message: `before ${service} a command runs, and ${other}, which ${service} calls, may not run then: ${service} does not depend on it`,
        ...located(input.draft, ['x-portside', 'before', service]),
        fix: `give ${service} depends_on: { ${other}: { condition: service_healthy } }`,
      }));
    }),
};

/** All that a service waits for, directly or not. */
function dependenciesOf(service: string, { stack }: CheckInput): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    for (const other of Object.keys(stack.compose.services[name]?.depends_on ?? {})) {
      if (found.has(other)) continue;
      found.add(other);
      add(other);
    }
  };
  add(service);
  return found;
}
