import type { EdgeSpec } from '../model/edge.ts';
import type { Observed } from '../model/observed.ts';
import type { Replacement } from '../model/plan.ts';
import { asksToRoll, whyNotRolling } from '../model/rolling.ts';
import { otherSlot } from '../model/slot.ts';
import type { Stack } from '../model/stack.ts';
import { slotNow, standsBehind } from './behind-edge.ts';

/**
 * Services whose new containers may run beside the old ones: it is asked for, and no host port is in the way. A slot comes with each that stands
 * behind the edge: one that does not yet holds its host port itself, and is recreated this once. `before` is the edge as it is configured now.
 */
export function rollingServices(stack: Stack, observed: Observed, before: EdgeSpec | undefined): Map<string, Replacement['slot']> {
  const { settings, compose, edge } = stack;
  const able = Object.entries(compose.services).filter(
    ([service, definition]) => asksToRoll(service, settings) && !whyNotRolling(service, definition, settings),
  );
  return new Map(
    able.flatMap(([service, definition]): [string, Replacement['slot']][] => {
      const old = observed.containers.filter((one) => one.service === service && !one.oneOff);
      if (old.some(({ published }) => published.length > 0)) return [];
      if (!standsBehind(service, edge)) return (definition.ports ?? []).length === 0 ? [[service, undefined]] : [];
      const from = slotNow(service, observed);
      // One configuration cannot lead to the old port in one slot, and to the new port in the other.
      if (!from || (before && targetsOf(service, before) !== targetsOf(service, edge))) return [];
      return [[service, { from, to: otherSlot(from) }]];
    }),
  );
}

function targetsOf(service: string, edge: EdgeSpec | undefined): string {
  const all = [...(edge?.routes ?? []), ...(edge?.site ? [edge.site] : [])];
  const targets = all.filter((one) => one.service === service).map(({ target }) => target);
  return [...new Set(targets)].toSorted((one, other) => one - other).join(' ');
}
