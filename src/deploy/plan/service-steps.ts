import type { ComposeFile, ComposeService } from '../model/compose-file.ts';
import { label } from '../model/labels.ts';
import type { Observed, ObservedContainer } from '../model/observed.ts';
import { replicasOf } from '../model/replicas.ts';
import type { Step } from '../model/step.ts';
import { needsOf } from './needs.ts';
import { needsComposeToStart } from './services.ts';

interface ServiceSteps {
  steps: Step[];
  afterwards: Step[];
}

interface ServiceStepsInput {
  /** The plan's own Compose file. */
  file: ComposeFile;
  order: string[];
  observed: Observed;
  standing: Map<string, ObservedContainer[]>;
  /** Services that are meant to end: a finished one is not started again. */
  oneShots: Set<string>;
  leftAlone: string[];
}

/** A fresh instance is created whole and started in order; in a running one only what differs is touched. */
export function planServiceSteps(input: ServiceStepsInput): ServiceSteps {
  const fresh = input.observed.containers.every((container) => container.oneOff);
  return fresh ? freshSteps(input) : changeSteps(input);
}

function freshSteps({ file, order }: ServiceStepsInput): ServiceSteps {
  const create: Step = { do: 'create-containers', services: order, cause: 'this instance does not run yet' };
  return { steps: order.length > 0 ? [create, ...order.map((service) => start(file, service, 'new container'))] : [], afterwards: [] };
}

function changeSteps({ file, order, observed, standing, oneShots, leftAlone }: ServiceStepsInput): ServiceSteps {
  const steps = order.flatMap((service): Step[] => {
    const containers = standing.get(service);
    if (containers) {
      const down = containers.find((container) => !isUp(container) && !(oneShots.has(service) && container.exitCode === 0));
      return down ? [start(file, service, `its container is ${down.state}`)] : [];
    }
    const existing = observed.containers.filter((container) => container.service === service && !container.oneOff);
    const definition = definitionOf(file, service);
    const named = existing.length === 1 ? { named: existing[0]?.name ?? service } : {};
    const cause = whyAnew(definition, existing);
    return [{ do: 'recreate', service, added: existing.length === 0, needs: needsOf(definition, file), ...named, cause }];
  });
  const gone = Map.groupBy(
    observed.containers.filter(
      (container) => !container.oneOff && !file.services[container.service] && !leftAlone.includes(container.service),
    ),
    (container) => container.service,
  );
  const afterwards = [...gone].map(([service, containers]): Step => ({
    do: 'remove',
    service,
    containers: containers.map(({ id }) => id),
    cause: 'the file no longer names it',
  }));
  return { steps, afterwards };
}

function whyAnew(definition: ComposeService, existing: ObservedContainer[]): string {
  if (existing.length === 0) return 'the file names it, and it does not run';
  if (existing.some(({ labels }) => labels[label.hash] === undefined)) return 'Portside did not make its container';
  const changed = existing.some(({ labels }) => labels[label.hash] !== definition.labels?.[label.hash]);
  return changed ? 'its definition or image changed' : `${existing.length} of ${replicasOf(definition)} containers are there`;
}

function isUp(container: ObservedContainer): boolean {
  return container.state === 'running' || container.state === 'restarting';
}

function start(file: ComposeFile, service: string, cause: string): Step {
  const definition = definitionOf(file, service);
  const by = needsComposeToStart(definition, inlineSources(file)) ? 'compose' : 'engine';
  return { do: 'start', service, needs: needsOf(definition, file), by, cause };
}

/** Secrets and configs whose content Compose copies into the container when it starts it. */
function inlineSources(file: ComposeFile): Set<string> {
  const declared = [file['secrets'], file['configs']].flatMap((group) =>
    Object.entries((group ?? {}) as Record<string, Record<string, unknown>>),
  );
  return new Set(declared.filter(([, source]) => 'environment' in source || 'content' in source).map(([name]) => name));
}

function definitionOf(file: ComposeFile, service: string): ComposeService {
  return file.services[service] ?? {};
}
