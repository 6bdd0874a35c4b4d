import type { ComposeFile, ComposeService } from '../model/compose-file.ts';
import { edgeService, type EdgeSpec } from '../model/edge.ts';
import type { Images } from '../model/image.ts';
import { label } from '../model/labels.ts';
import type { Facts, Observed } from '../model/observed.ts';
import type { Plan } from '../model/plan.ts';
import { replicasOf } from '../model/replicas.ts';
import type { Stack } from '../model/stack.ts';
import type { FinishingStep } from '../model/step.ts';
import { inSlot, slotsAfter, withConfiguration, withMoveSaid, withoutRoutedPorts } from './behind-edge.ts';
import { type Change, changesOf, removalsOf } from './changes.ts';
import { planExpectations } from './expectations.ts';
import { sharpen } from './healthcheck.ts';
import { inDependencyOrder, needsOf } from './needs.ts';
import { planNetworks } from './networks.ts';
import { planProbes } from './probes.ts';
import { rollingServices } from './rolling.ts';
import { networksWithAlias } from './services.ts';
import { serviceHashes } from './service-hash.ts';
import { planServiceSteps } from './service-steps.ts';
import { planVolumes } from './volumes.ts';

export interface PlanInput {
  stack: Stack;
  images: Images;
  observed: Observed;
  facts: Facts;
  execution: string;
  contentHash: string;
  /** As the edge is configured now, where that is known. */
  edgeBefore?: EdgeSpec | undefined;
  /** The percentage of the requests that new versions get, beside the old. */
  canary?: number | undefined;
  /** `--timeout`, where it was asked for. */
  timeoutMs?: number | undefined;
}

/** Stack + Images + Observed → everything that will be done, each step with its cause. Asks nobody anything. */
export function plan({ stack, images, observed, facts, execution, contentHash, edgeBefore, canary, timeoutMs }: PlanInput): Plan {
  const { identity, compose } = stack;
  const owner = { [label.project]: identity.project, [label.instance]: identity.instance, [label.directory]: identity.directory };
  const made = { ...owner, [label.execution]: execution };
  const networks = planNetworks(stack, observed.networks, made);
  const volumes = planVolumes(stack, images, observed, made);
  const crowded = facts.starting + Object.keys(compose.services).length > quietMachine;

  const plain = mapServices(compose, (service, definition) =>
    copyable(withoutRoutedPorts(service, definition, stack.edge), images[service]?.id, volumes.mounts[service]),
  );
  const hashes = serviceHashes(
    { ...compose, services: plain },
    { networks: networks.networks, volumes: volumes.volumes, contents: stack.contents },
  );
  const order = inDependencyOrder(compose);
  const changes = changesOf({ ...compose, services: plain }, order, hashes, observed).map((change) => withMoveSaid(change, stack.edge));
  const removals = removalsOf(compose, stack.leftAlone, observed);
  const born = new Map(changes.map((change) => [change.service, bornIn(change)]));
  const rolling = rollingServices(stack, observed, edgeBefore);
  const slots = slotsAfter(stack.edge, { changes, observed, rolling });
  const slotted = mapServices({ ...compose, services: plain }, (service, definition) => inSlot(service, definition, slots.get(service)));
  const services = mapServices({ ...compose, services: slotted }, (service, definition) => ({
    ...definition,
    ...withHealthcheck(sharpen(definition, images[service], facts.engine, crowded)),
    labels: {
      ...definition.labels,
      ...owner,
      [label.execution]: born.get(service) ?? execution,
      [label.hash]: hashes[service] ?? '',
    },
  }));
  const file: ComposeFile = { ...compose, name: identity.composeName, services, networks: networks.networks, volumes: volumes.volumes };
  const probes = planProbes(compose, images, stack.settings);
  const expectations = planExpectations(compose, { images, probes, timeoutMs, crowding: facts.crowding });
  const oneShots = new Set(expectations.filter((one) => one.proof === 'completed' || one.mayComplete).map((one) => one.service));
  const edgeChange = changes.find(({ service }) => service === edgeService);
  // A new edge begins with the new version, and the old one goes with the old.
  const switches = edgeChange?.fresh === 0;
  const needs = needsOf(file.services[edgeService] ?? {}, file);
  const work = planServiceSteps({ file, changes, removals, oneShots, rolling, switches, canary, before: stack.settings.before ?? {} });
  return {
    identity,
    execution,
    compose: file,
    steps: [
      ...networks.steps,
      ...volumes.steps,
      ...withConfiguration(work.steps, { edge: stack.edge, before: edgeBefore, change: edgeChange, live: slots, needs }),
    ],
    finishing: [
      ...work.finishing,
      ...(stack.leftAlone.length > 0 ? [] : unusedNetworks(observed, networks.networks)),
      ...renames(stack, changes),
    ],
    replaced: work.replaced,
    old: [...changes, ...removals].flatMap(({ old }) => old.map(({ id }) => id)),
    expectations,
    probes,
    unchanged: changes.filter(({ fresh, old }) => fresh === 0 && old.length === 0).map(({ service }) => service),
    contentHash,
  };
}

/** Containers that may start at once before fast health probes would eat the machine (measured: 40 at 200 ms left no idle core of two). */
const quietMachine = 4;

function mapServices(compose: ComposeFile, change: (service: string, definition: ComposeService) => ComposeService) {
  return Object.fromEntries(Object.entries(compose.services).map(([service, definition]) => [service, change(service, definition)]));
}

/** The definition as any copy can run it: image by id, no fixed name, nothing left for Compose to build, pull or select. */
function copyable(definition: ComposeService, imageId: string | undefined, mounts: ComposeService['volumes']): ComposeService {
  const { build: _build, container_name: _name, profiles: _profiles, env_file: _envFile, ...rest } = definition;
  const networks = networksWithAlias(definition);
  return {
    ...rest,
    pull_policy: 'never',
    ...(imageId ? { image: imageId } : {}),
    ...(networks ? { networks } : {}),
    ...(mounts && mounts.length > 0 ? { volumes: mounts } : {}),
  };
}

function withHealthcheck(healthcheck: ComposeService['healthcheck']): Pick<ComposeService, 'healthcheck'> {
  return healthcheck ? { healthcheck } : {};
}

/** The execution that made the containers which stay as they are; undefined where any is made now. */
function bornIn({ stay, fresh }: Change): string | undefined {
  return fresh > 0 ? undefined : stay[0]?.labels[label.execution];
}

function unusedNetworks(observed: Observed, planned: Record<string, { name?: string }>): FinishingStep[] {
  const used = new Set(Object.values(planned).map((network) => network.name));
  return observed.networks
    .filter((name) => !used.has(name))
    .map((name) => ({ do: 'remove-network', name, cause: 'no service of this instance is on it any more' }));
}

function renames(stack: Stack, changes: Change[]): FinishingStep[] {
  const named = new Map(changes.map(({ service, stay }) => [service, stay[0]?.name]));
  return Object.entries(stack.givenNames)
    .filter(([service]) => stack.compose.services[service])
    .filter(([service, to]) => named.get(service) !== to && replicasOf(stack.compose.services[service] ?? {}) === 1)
    .map(([service, to]) => ({ do: 'rename', service, to, cause: 'the file names it so, and the name carries INSTANCE_ID' }));
}
