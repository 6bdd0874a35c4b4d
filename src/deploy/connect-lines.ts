import type { ConnectLine } from '../contract/options.ts';
import type { Endpoint } from '../contract/record.ts';
import { filledIn, namedIn } from './model/connect-line.ts';
import { knownVariables } from './model/endpoint-names.ts';
import type { Stack } from './model/stack.ts';
import { environmentOf } from './roster/environment.ts';

/** What `x-portside.connect` offers to type, with the values of this instance; a line about a service that does not run is left out. */
export function connectLines({ identity, settings, leases, generated }: Stack, endpoints: Endpoint[]): ConnectLine[] {
  const { instance, composeName } = identity;
  const values = environmentOf({ instance, compose_name: composeName, endpoints }, leases, generated);
  const without = knownVariables(leases, settings).filter((name) => values[name] === undefined);
  return Object.entries(settings.connect ?? {})
    .filter(([, line]) => !namedIn(line).some((name) => without.includes(name)))
    .map(([name, line]) => ({ name, line: filledIn(line, values) }));
}
