import type { Stack } from '../model/stack.ts';
import type { Draft } from '../model/draft.ts';

/** Whether a variable has a value: from outside, by a default of the file, or written into a service's environment. */
export function isProvided(name: string, { values }: Draft, { variables, compose }: Stack): boolean {
  if (values[name]) return true;
  if (
    variables.some(
      (variable) => variable.name === name && variable.from !== undefined && variable.from !== 'shell' && variable.from !== 'env-file',
    )
  )
    return true;
  return Object.values(compose.services).some(({ environment }) => Boolean(environment?.[name]));
}
