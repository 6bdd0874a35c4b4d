import type { UpOptions } from '../contract/options.ts';
import type { Preview } from '../contract/preview.ts';
import { sealed } from '../edge/read-certificate.ts';
import { withEdge } from '../edge/with-edge.ts';
import { observe } from '../engine/observe.ts';
import { contextKey } from './build/context-key.ts';
import { imagesAtHand } from './build/images-at-hand.ts';
import { forecast } from './forecast.ts';
import { behindEdgeNow, edgeBefore } from './edge-before.ts';
import { inspect } from './inspect.ts';
import { publishesHere } from './model/observed.ts';
import type { Plan } from './model/plan.ts';
import type { Probe } from './model/probe.ts';
import type { Identity, Stack } from './model/stack.ts';
import { contentHashOf } from './plan/content-hash.ts';
import { namesAreFree } from './plan/names-are-free.ts';
import { plan } from './plan/plan.ts';
import { type Groundwork, adopts, identify, layGroundwork, ownedLabels } from './prepare.ts';
import { type Finding, placeOf } from './model/finding.ts';
import { narrow } from './only.ts';
import type { Redactor } from '../redaction/redact.ts';
import { freshIdentity } from './resolve/fresh-identity.ts';
import { generatedPlaceholder, secretsInUse, withGenerated } from './resolve/generated.ts';
import { type Draft, resolveStack } from './resolve/resolve.ts';
import { withSnapshot } from './snapshot/plan-snapshot.ts';
import type { DeployTools } from './tools.ts';

/** What `up` would do, step by step. Only peeks: no lease, no build, nothing written. */
export async function preview(options: UpOptions, tools: DeployTools, redactor: Redactor): Promise<Preview> {
  const groundwork = await layGroundwork(options, tools, redactor);
  const { connection, facts } = groundwork;
  const identity = await meant(options, groundwork, tools);
  const draft = await withValuesAtHand(groundwork.draft, identity, tools, redactor);
  const conditions = { published: facts.publishedPorts, local: publishesHere(facts.engine), range: draft.settings.range };
  const leases = await tools.leases.peek(identity.composeName, draft.requests, conditions);
  const registered = await tools.instances.find(identity.composeName);
  const owner = registered ?? { adopted: adopts(identity, options), directory: identity.directory };
  const observed = await observe(connection.engine, identity.composeName, ownedLabels(owner));
  const full = await resolveStack(tools.parser, draft, identity, leases);
  const stack = await sealed(withEdge(full, narrow(full, options.only), behindEdgeNow(observed)));
  const { findings } = await inspect({ stack, draft, facts }, { ...tools, engine: connection.engine });
  const { images, steps: imageSteps } = await imagesAtHand(stack, connection.engine, contextKey);
  const before = registered && (await edgeBefore(registered, tools));
  const contentHash = contentHashOf(draft.model, images, identity.directory);
  const asked = { execution: '', contentHash, edgeBefore: before, canary: options.canary, timeoutMs: options.timeoutMs };
  const plain = plan({ stack, images, observed, facts, ...asked });
  namesAreFree(plain, facts);
  const planned = options.snapshot ? withSnapshot(plain, { stack, observed, id: '' }) : plain;
  return { ...shownPlan(planned, stack), steps: [...imageSteps, ...forecast(planned, stack).steps], findings: findings.map(shownFinding) };
}

function shownFinding({ severity, rule, message, at, fix, repair }: Finding): Preview['findings'][number] {
  return {
    ...{ severity, rule, message },
    ...(at ? { where: placeOf(at) } : {}),
    ...(fix ? { fix } : {}),
    ...(repair ? { repairable: true as const } : {}),
  };
}

/** What becomes of each service, each step with its cause, and what would be looked at where. */
export function shownPlan(planned: Plan, stack: Stack): Omit<Preview, 'findings'> {
  const { identity, leases } = stack;
  return {
    project: identity.project,
    instance: identity.instance,
    ...forecast(planned, stack),
    ports: leases.map(({ service, target, port, variable }) => ({ name: variable ?? service, port, target, service })),
    probes: planned.probes.map((probe) => ({ probe: describeProbe(probe), cause: probe.cause })),
  };
}

/** What was generated before counts, for another value would be a change; nothing is generated now. */
export async function withValuesAtHand(draft: Draft, { composeName }: Identity, tools: DeployTools, redactor: Redactor): Promise<Draft> {
  const kept = await tools.generated.of(composeName);
  redactor.learnSecrets({ ...kept, ...secretsInUse(draft.settings, draft.values) });
  return withGenerated(draft, Object.fromEntries(draft.toGenerate.map((name) => [name, kept[name] ?? generatedPlaceholder])));
}

async function meant(options: UpOptions, groundwork: Groundwork, tools: DeployTools): Promise<Identity> {
  const named = await identify(options, groundwork, tools);
  return named === 'fresh' ? freshIdentity(groundwork.draft.project) : named;
}

function describeProbe(probe: Probe): string {
  return probe.kind === 'command'
    ? `${probe.run.join(' ')} in ${probe.service}`
    : `${probe.kind} ${probe.service}:${probe.target}${'path' in probe ? probe.path : ''}`;
}
