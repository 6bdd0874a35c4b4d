import type { ComposeService } from '../model/compose-file.ts';
import { edgeService, type EdgeSpec } from '../model/edge.ts';
import { hashOf } from '../model/hash.ts';
import { label } from '../model/labels.ts';
import type { Observed } from '../model/observed.ts';
import type { Replacement } from '../model/plan.ts';
import { type Slot, slotAlias, slotOf } from '../model/slot.ts';
import type { Step } from '../model/step.ts';
import type { Change } from './changes.ts';
import { needsOf } from './needs.ts';

/** Services that get requests from the edge. */
export function standsBehind(service: string, edge: EdgeSpec | undefined): boolean {
  return edge !== undefined && (edge.routes.some((route) => route.service === service) || edge.site?.service === service);
}

/**
 * The definition of a service behind the edge, which holds its host ports in its place. In which slot it stands is not a part of what it is, that it
 * stands in one is.
 */
export function withoutRoutedPorts(service: string, definition: ComposeService, edge: EdgeSpec | undefined): ComposeService {
  if (!standsBehind(service, edge)) return definition;
  const { ports, ...rest } = definition;
  const routed = edge?.routes.some((route) => route.service === service);
  return { ...rest, ...(ports && !routed ? { ports } : {}), labels: { ...rest.labels, [label.slot]: '' } };
}

/** The same with the label and the alias of its slot. */
export function inSlot(service: string, definition: ComposeService, slot: Slot | undefined): ComposeService {
  if (!slot) return definition;
  const networks = Object.entries(definition.networks ?? {}).map(([name, on]) => {
    return [name, { ...on, aliases: [...(on?.aliases ?? []), slotAlias(service, slot)] }];
  });
  return { ...definition, networks: Object.fromEntries(networks), labels: { ...definition.labels, [label.slot]: slot } };
}

/** The slot that each service behind the edge stands in when all is done; of those that are left alone the one they stand in now. */
export function slotsAfter(
  edge: EdgeSpec | undefined,
  { changes, observed, rolling }: { changes: Change[]; observed: Observed; rolling: ReadonlyMap<string, Replacement['slot']> },
): Map<string, Slot> {
  const services = [...(edge?.routes ?? []), ...(edge?.site ? [edge.site] : [])].map(({ service }) => service);
  return new Map(
    services.map((service) => {
      const change = changes.find((one) => one.service === service);
      const replaced = change && change.old.length > 0 && change.stay.length === 0 ? rolling.get(service)?.to : undefined;
      return [service, replaced ?? slotNow(service, observed) ?? 'a'];
    }),
  );
}

/** Where a service's containers stand now, those that run before others. */
export function slotNow(service: string, { containers }: Observed): Slot | undefined {
  const own = containers.filter((one) => one.service === service && !one.oneOff);
  const up = own.find(({ state }) => state === 'running') ?? own[0];
  return slotOf(up?.labels[label.slot]);
}

/** The first time behind the edge costs a short gap: the old container holds the port until the edge takes it. */
export function withMoveSaid(change: Change, edge: EdgeSpec | undefined): Change {
  const routed = edge?.routes.some(({ service }) => service === change.service);
  const moves = routed && change.fresh > 0 && change.old.some(({ published }) => published.length > 0);
  return moves
    ? { ...change, cause: `${change.cause}; it moves behind the edge, which takes its host port: this once it is recreated` }
    : change;
}

/** The edge is told what it serves before its new container starts, or while the one that stays runs. */
export function withConfiguration(
  steps: Step[],
  {
    edge,
    before,
    change,
    live,
    needs,
  }: {
    edge: EdgeSpec | undefined;
    before: EdgeSpec | undefined;
    change: Change | undefined;
    live: Map<string, Slot>;
    needs: ReturnType<typeof needsOf>;
  },
): Step[] {
  if (!edge || !change) return steps;
  const isNew = change.fresh > 0;
  if (!isNew && before && hashOf(before) === hashOf(edge)) return steps;
  const cause = isNew ? change.cause : 'what it leads to changed';
  const container = isNew ? ('new' as const) : ('running' as const);
  const configure: Step = { do: 'configure', service: edgeService, container, spec: edge, live: Object.fromEntries(live), needs, cause };
  const place = steps.findIndex((step) => 'service' in step && step.service === edgeService);
  return place === -1 ? [...steps, configure] : steps.toSpliced(place, 0, configure);
}
