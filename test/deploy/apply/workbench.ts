import type { ApplyTools } from '../../../src/deploy/apply/apply.ts';
import { composeLabel, label } from '../../../src/deploy/model/labels.ts';
import type { Verdict } from '../../../src/deploy/model/probe.ts';
import { type Step, describeStep } from '../../../src/deploy/model/step.ts';
import { type FakeEngine, createFakeEngine } from '../../../src/engine/fake.ts';
import type { Compose, ComposeInput } from '../../../src/engine/interface.ts';
import { systemClock } from '../../../src/system/clock.ts';

/** A hand on time: what waits for it goes on when the test lets it. */
export interface Gate {
  passed: Promise<void>;
  open: () => void;
}

export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

/** Lets everything that is ready go as far as it can without an event from outside. */
export async function idle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export const verdictOf = (service: string, outcome: Verdict['outcome']): Verdict => ({
  ...{ service, kind: 'health', target: service, detail: outcome === 'passed' ? 'healthy' : 'unhealthy', durationMs: 1 },
  outcome,
});

export const planInput: ComposeInput = {
  ...{ composeName: 'shop-demo', directory: '/home/me/shop', files: ['/state/plan.json'] },
  ...{ envFiles: [], profiles: [], environment: {} },
};

/** Writes down every call, in order, and does what the test says of it. */
export function recordingCompose(log: string[], answers: Partial<Compose> = {}): Compose {
  const unasked = (name: string) => () => Promise.reject(new Error(`nobody asked for ${name}`));
  const noted =
    (name: string): Compose['build'] =>
    async (input, services) =>
      void log.push(`compose ${[name, ...services].join(' ')} ${input.files.join(' ')}`);
  return {
    config: unasked('config'),
    ...{ build: noted('build'), pull: noted('pull') },
    create: async (input) => void log.push(`compose create ${input.files.join(' ')}`),
    ...{ exec: unasked('exec'), logs: unasked('logs'), oneOff: unasked('one-off') },
    ...answers,
  };
}

/** The containers of shop-demo, made and not started. */
export function engineWith(services: string[], behaviours: Record<string, Parameters<FakeEngine['add']>[0]['behaviour']> = {}): FakeEngine {
  const engine = createFakeEngine({ clock: systemClock });
  for (const service of services) {
    const behaviour = behaviours[service];
    engine.add({ composeName: 'shop-demo', service, labels: { [label.execution]: 'first' }, ...(behaviour ? { behaviour } : {}) });
  }
  return engine;
}

export async function statesOf(engine: FakeEngine): Promise<Record<string, string>> {
  const containers = await engine.listContainers({ [composeLabel.project]: 'shop-demo' });
  return Object.fromEntries(containers.map(({ service, state }) => [service, state]));
}

/** Every need holds at once, and what is done is written down. */
export function applyTools(log: string[], engine: FakeEngine, changes: Partial<ApplyTools> = {}): ApplyTools {
  let sequence = 0;
  return {
    ...{ engine, compose: recordingCompose(log), planInput, run: {} },
    ...{ contents: { secrets: {}, configs: {} }, former: async () => undefined },
    writeComposeFile: async (purpose) => `/state/${purpose}.json`,
    ...{ switchTo: async () => undefined, share: async () => undefined, configure: async () => undefined, drain: async () => undefined },
    restoreFirst: async ({ id }) => void log.push(`restore ${id}`),
    snapshotFirst: async ({ id }) => void log.push(`snapshot ${id}`),
    runBefore: async (service, command) => void log.push(`${command.join(' ')} in the new ${service}`),
    lookAgain: async () => undefined,
    prove: async (service) => [verdictOf(service, 'passed')],
    signal: new AbortController().signal,
    journal: {
      begun: async (step, undo) => {
        log.push(`begun ${step}${undo ? ` (undo: ${undo.undo})` : ''}`);
        return sequence++;
      },
      done: async (number) => void log.push(`done ${number}`),
      dataTouched: async () => undefined,
    },
    waitFor: async (need) => verdictOf(need.service, 'passed'),
    tell: (step: Step, state) => log.push(`${state} ${describeStep(step)}`),
    ...changes,
  };
}
