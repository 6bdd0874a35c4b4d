import { mentionedVariables } from '../../model/interpolation.ts';
import type { CheckInput } from '../rule.ts';
import { asMap, writtenServices } from './written-services.ts';

/** The service that takes a variable's value, as a part of a finding; nothing where several do, or none. */
export function onlyUserOf({ draft, stack }: Pick<CheckInput, 'draft' | 'stack'>, name: string): { service?: string } {
  const users = writtenServices(draft)
    .filter(({ service, definition }) => service in stack.compose.services && uses(definition, name))
    .map(({ service }) => service);
  const [only, ...others] = new Set(users);
  return only !== undefined && others.length === 0 ? { service: only } : {};
}

function uses(definition: Record<string, unknown>, name: string): boolean {
  return (
    mentionedVariables(JSON.stringify(definition)).some(({ variable }) => variable === name) ||
    [definition['environment'], asMap(definition['build'])['args']].some((given) =>
      Array.isArray(given) ? given.includes(name) : asMap(given)[name] === null,
    )
  );
}
