import type { Stack } from '../../../deploy/model/stack.ts';
import type { Power } from '../power.ts';
import { power } from './containers.ts';

/** Variables of the machine's environment that the files are filled in with. Those of the project's own env files are its own. */
export function givenPowers({ variables }: Stack): Power[] {
  return variables
    .filter(({ from }) => from === 'shell')
    .map(({ name }) => power('variable', `the variable ${name} of the machine's environment would be filled in`, name));
}

/** Names that the environment itself has: not leased, not generated, not Portside's own. */
export function isFromShell(name: string, { environment, leases, generated, variables }: Stack): boolean {
  if (environment[name] === undefined || name === 'INSTANCE_ID' || Object.hasOwn(generated, name)) return false;
  if (leases.some(({ variable }) => variable === name)) return false;
  return variables.every((variable) => variable.name !== name || variable.from === 'shell' || variable.from === undefined);
}
