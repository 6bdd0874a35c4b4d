import type { ComposeFile } from '../model/compose-file.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Replacement } from '../model/plan.ts';
import type { Slot } from '../model/slot.ts';
import type { CreateContainers, FinishingStep, Step } from '../model/step.ts';
import type { Change } from './changes.ts';
import { joinedServices, needsOf } from './needs.ts';

export interface ServiceSteps {
  steps: Step[];
  finishing: FinishingStep[];
  replaced: Replacement[];
}

export interface ServiceStepsInput {
  /** The plan's own Compose file. */
  file: ComposeFile;
  /** Of its services, each after all it needs. */
  changes: Change[];
  /** Of services that the file does not name any more. */
  removals: Change[];
  /** Services that are meant to end: a finished one is not started again. */
  oneShots: ReadonlySet<string>;
  /** Services whose new containers run beside the old ones, and the slots they are in where the edge switches. */
  rolling: ReadonlyMap<string, Replacement['slot']>;
  /** Whether the edge stays, and so is to be switched and drained. */
  switches: boolean;
  /** The percentage of the requests that new versions get; without one they get all. */
  canary: number | undefined;
  /** Service → the command that runs once in its new image before it goes over. */
  before: Readonly<Record<string, string[]>>;
}

/** Everything new is made first; then each service goes over to it in order; what is old is kept until the end. */
export function planServiceSteps(input: ServiceStepsInput): ServiceSteps {
  const { file, changes, removals, oneShots, rolling, switches, before, canary } = input;
  const replaced = changes.filter(({ old, fresh }) => old.length > 0 && fresh > 0).map((change) => replacementOf(change, rolling));
  const strategies = new Map(replaced.map((one) => [one.service, one]));
  const inTheWay = new Set([...changes, ...removals].filter((change) => isInTheWay(change, changes, file)).map(({ service }) => service));
  const chains = changes.flatMap((change) => {
    const rolls = strategies.get(change.service)?.strategy === 'rolling';
    const stop = change.old.some(isUp) && !rolls && !inTheWay.has(change.service) ? [stopStep(change)] : [];
    const slot = switches ? strategies.get(change.service)?.slot : undefined;
    const onwards = slot ? [sendStep(change, slot.to, canary)] : [];
    return [...beforeSteps(change, changes, file, before), ...stop, ...startSteps(change, file, oneShots), ...onwards];
  });
  const early = [...changes, ...removals]
    .filter(({ service }) => inTheWay.has(service))
    .map((change): Step => ({ ...stopStep(change), early: true, cause: `${change.cause}; another service takes its port` }));
  const late = removals.filter(({ service, old }) => old.some(isUp) && !inTheWay.has(service)).map(stopStep);
  return {
    steps: [...creations(changes, strategies, file), ...early, ...chains, ...late],
    finishing: [...changes, ...removals]
      .filter(({ old }) => old.length > 0)
      .flatMap((change) => farewell(change, switches ? strategies.get(change.service) : undefined)),
    replaced,
  };
}

function sendStep({ service, cause }: Change, slot: Slot, canary: number | undefined): Step {
  if (canary === undefined) return { do: 'switch', service, slot, cause };
  return { do: 'share', service, slot, percent: canary, cause };
}

function replacementOf({ service, old, cause }: Change, rolling: ServiceStepsInput['rolling']): Replacement {
  const slot = rolling.get(service);
  return { service, strategy: rolling.has(service) ? 'rolling' : 'recreate', old: old.map(({ id }) => id), ...(slot && { slot }), cause };
}

/** In one call; those that join a service of which there are two for a while, after it. */
function creations(changes: Change[], replaced: ReadonlyMap<string, Replacement>, file: ComposeFile): Step[] {
  const made = changes.filter(({ fresh }) => fresh > 0);
  const joins = (service: string) => joinedServices(file.services[service] ?? {}).filter((host) => replaced.has(host));
  const first = made.filter(({ service }) => joins(service).length === 0);
  const joiners = made.filter(({ service }) => joins(service).length > 0);
  const create = (some: Change[], counted: Change[]): CreateContainers => ({
    do: 'create-containers',
    services: some.map(({ service }) => service),
    scale: Object.fromEntries(changes.map((change) => [change.service, countOf(change, counted.includes(change))])),
    cause: causeOf(some),
  });
  const alone = first.length > 0 ? [create(first, first)] : [];
  return joiners.length === 0
    ? alone
    : [...alone, { ...create(joiners, made), joining: Object.fromEntries(joiners.map(({ service }) => [service, joins(service)])) }];
}

function countOf({ stay, old, fresh }: Change, withFresh: boolean): number {
  return stay.length + old.length + (withFresh ? fresh : 0);
}

function causeOf(made: Change[]): string {
  return [...new Set(made.map(({ cause }) => cause))].join('; ');
}

function startSteps({ service, stay, fresh, cause }: Change, file: ComposeFile, oneShots: ReadonlySet<string>): Step[] {
  const definition = file.services[service] ?? {};
  const needs = needsOf(definition, file);
  const down = stay.filter((container) => !isUp(container) && !(oneShots.has(service) && container.exitCode === 0));
  const again: Step[] =
    down.length > 0
      ? [{ do: 'start', service, containers: down.map(({ id }) => id), needs, cause: `its container is ${down[0]?.state}` }]
      : [];
  return fresh > 0 ? [...again, { do: 'start', service, containers: 'new', needs, cause }] : again;
}

/** A migration; where nothing that it needs changes, it can run before anything is touched. */
function beforeSteps({ service, fresh }: Change, changes: Change[], file: ComposeFile, before: ServiceStepsInput['before']): Step[] {
  const command = before[service];
  if (!command || fresh === 0) return [];
  const needs = needsOf(file.services[service] ?? {}, file);
  const early = needs.every((need) => changes.some((change) => change.service === need.service && standsStill(change)));
  return [{ do: 'before', service, command, needs, ...(early ? { early } : {}), cause: 'x-portside.before has it run first' }];
}

function standsStill({ stay, old, fresh }: Change): boolean {
  return fresh === 0 && old.length === 0 && stay.every(isUp);
}

function isUp({ state }: ObservedContainer): boolean {
  return state === 'running' || state === 'restarting';
}

/** Only those that are up: an undo would start again what had ended before. */
function stopStep({ service, old, cause }: Change): Extract<Step, { do: 'stop' }> {
  return { do: 'stop', service, containers: old.filter(isUp).map(({ id }) => id), cause };
}

function farewell({ service, old, cause }: Change, replaced: Replacement | undefined): FinishingStep[] {
  const slot = replaced?.slot;
  const drain: FinishingStep[] = slot ? [{ do: 'drain', service, slot: slot.from, cause }] : [];
  return [...drain, { do: 'remove', service, containers: old.map(({ id }) => id), cause }];
}

/** Whether a container of another service is to get a host port that its old ones hold. */
function isInTheWay({ service, old }: Change, changes: Change[], file: ComposeFile): boolean {
  const held = new Set(old.flatMap(({ published }) => published.map(({ port }) => port)));
  const others = changes.filter((change) => change.service !== service && change.fresh > 0);
  return others.some((other) =>
    (file.services[other.service]?.ports ?? []).some(({ published }) => portsOf(published).some((port) => held.has(port))),
  );
}

/** `8001`, or a range such as `8001-8003`. */
function portsOf(published = ''): number[] {
  const [from = NaN, to = from] = published.split('-').map(Number);
  return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
