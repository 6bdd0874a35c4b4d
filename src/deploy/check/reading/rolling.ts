import type { ComposeService } from '../../model/compose-file.ts';
import { asksToRoll, whyNotRolling } from '../../model/rolling.ts';
import type { CheckInput } from '../rule.ts';
import { keeperOf } from './keepers.ts';

type Services = [service: string, definition: ComposeService][];

/** The services that are to be replaced with old and new side by side. */
export function toRoll({ stack }: Pick<CheckInput, 'stack'>): Services {
  return Object.entries(stack.compose.services).filter(([service]) => asksToRoll(service, stack.settings));
}

/** Those of them that can be. */
export function rollingOf(input: Pick<CheckInput, 'stack'>): Services {
  return toRoll(input).filter(
    ([service, definition]) =>
      whyNotRolling(service, definition, input.stack.settings) === undefined && keeperOf(service, input) === undefined,
  );
}
