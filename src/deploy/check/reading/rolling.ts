import type { CheckInput } from '../rule.ts';
import type { ComposeService } from '../../model/compose-file.ts';

/** The services that are to be replaced with old and new side by side. */
export function rollingOf({ stack }: Pick<CheckInput, 'stack'>): [service: string, definition: ComposeService][] {
  const { update } = stack.settings;
  return Object.entries(stack.compose.services).filter(([service]) => update?.[service] === 'rolling');
}
