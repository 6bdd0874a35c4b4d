import type { ComposeFile, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import type { Image, Images } from '../../../src/deploy/model/image.ts';
import type { EngineFacts, Observed, ObservedContainer } from '../../../src/deploy/model/observed.ts';
import type { Plan } from '../../../src/deploy/model/plan.ts';
import { replicasOf } from '../../../src/deploy/model/replicas.ts';
import type { Stack } from '../../../src/deploy/model/stack.ts';
import { type Step, describeStep } from '../../../src/deploy/model/step.ts';
import { type PlanInput, plan } from '../../../src/deploy/plan/plan.ts';

export const nothing: Observed = { containers: [], networks: [], volumes: [] };

export const engineFacts: EngineFacts = {
  kind: 'docker',
  version: '28.0.0',
  startInterval: true,
  runsHealthchecks: true,
  local: true,
  host: '127.0.0.1',
  id: 'e',
};

/** A project called shop, copied as shop-demo; what is given takes the place of what a plain stack has. */
export function stackOf(compose: Omit<ComposeFile, 'name'>, changes: Partial<Stack> = {}): Stack {
  const directory = '/home/me/shop';
  return {
    project: { name: 'shop', directory, files: [`${directory}/compose.yaml`], envFiles: [], profiles: [] },
    identity: { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory },
    settings: {},
    settingsProblems: [],
    compose: { name: 'shop-demo', ...compose } as ComposeFile,
    leases: [],
    contents: { secrets: {}, configs: {} },
    generated: {},
    givenNames: {},
    ownNames: { networks: [], volumes: [] },
    variables: [],
    leftAlone: [],
    environment: {},
    ...changes,
  };
}

export function image(reference: string, changes: Partial<Image> = {}): Image {
  return { id: `sha256:${reference}`, reference, volumes: [], exposed: [], ...changes };
}

/** One image a service, named after what the file asks for. */
export function imagesOf({ compose }: Stack, changes: Record<string, Partial<Image>> = {}): Images {
  return Object.fromEntries(
    Object.entries(compose.services).map(([service, definition]) => [service, image(definition.image ?? service, changes[service])]),
  );
}

export interface Planning extends Partial<Omit<PlanInput, 'stack' | 'facts'>> {
  engine?: Partial<EngineFacts>;
  starting?: number;
  crowding?: number;
}

export function planOf(stack: Stack, { engine = {}, starting = 0, crowding, ...changes }: Planning = {}): Plan {
  return plan({
    stack,
    images: imagesOf(stack),
    observed: nothing,
    facts: {
      engine: { ...engineFacts, ...engine },
      publishedPorts: [],
      networks: [],
      present: { networks: [], volumes: [] },
      plainCompose: [],
      starting,
      ...(crowding === undefined ? {} : { crowding }),
    },
    execution: 'first',
    contentHash: 'content',
    ...changes,
  });
}

/** As `up --dry-run` shows it; the six digits of a network's hash read `######`. */
export function printed({ steps, finishing }: Pick<Plan, 'steps' | 'finishing'>): string {
  const lines = (some: Step[]) => some.map((step) => `${describeStep(step)} — ${step.cause}`.replaceAll(/_[0-9a-f]{6}\b/g, '_######'));
  return ['', ...lines(steps), ...(finishing.length > 0 ? ['finishing:', ...lines(finishing)] : []), ''].join('\n');
}

/** What the engine has once a plan was carried out. */
export function carriedOut({ compose, identity, steps }: Plan): Observed {
  const made = (kind: Step['do']) => steps.flatMap((step) => (step.do === kind && 'name' in step ? [step.name] : []));
  return {
    containers: Object.entries(compose.services).flatMap(([service, definition]) =>
      Array.from({ length: replicasOf(definition) }, (_, place) => containerOf(service, definition, place + 1, identity.composeName)),
    ),
    networks: made('create-network'),
    volumes: made('create-volume'),
  };
}

function containerOf(service: string, definition: ComposeService, number: number, composeName: string): ObservedContainer {
  return {
    id: `${service}-${number}`,
    name: `${composeName}-${service}-${number}`,
    ...{ composeName, service, number },
    imageId: definition.image ?? '',
    labels: definition.labels ?? {},
    state: 'running',
    published: [],
    volumes: [],
    oneOff: false,
  };
}

/** The same, with some containers otherwise. */
export function where(observed: Observed, service: string, change: Partial<ObservedContainer>): Observed {
  return {
    ...observed,
    containers: observed.containers.map((container) => (container.service === service ? { ...container, ...change } : container)),
  };
}
