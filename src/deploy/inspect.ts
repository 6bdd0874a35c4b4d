import type { Engine } from '../engine/interface.ts';
import { observeRunning } from '../engine/observe.ts';
import { referenceOf, unknownContent } from './build/build.ts';
import { contextKey } from './build/context-key.ts';
import { check, imagesAlone } from './check/check.ts';
import type { CheckInput } from './check/rule.ts';
import type { Draft } from './model/draft.ts';
import type { Finding } from './model/finding.ts';
import type { Images } from './model/image.ts';
import type { Facts } from './model/observed.ts';
import type { Stack } from './model/stack.ts';
import { survey } from './survey/survey.ts';
import { surveyImages } from './survey/survey-images.ts';
import type { DeployTools } from './tools.ts';

/** What was found, and what was looked at. */
export interface Inspection {
  findings: Finding[];
  input: Omit<CheckInput, 'ruleIds'>;
}

type InspectTools = Pick<DeployTools, 'instances' | 'home' | 'environment' | 'clock'> & {
  /** Absent where none answers. */
  engine?: Engine;
};

/** The check stage: first a look around, then the rules over what was seen. */
export async function inspect(
  { stack, draft, facts }: { stack: Stack; draft: Draft; facts: Facts },
  { instances, home, environment, clock, engine }: InspectTools,
): Promise<Inspection> {
  const { project, composeName } = stack.identity;
  const [references, known, running] = await Promise.all([
    referencesOf(stack),
    instances.list({ project }),
    engine && observeRunning(engine, composeName),
  ]);
  const surroundings = await survey(
    { stack, draft, facts },
    { ...(engine ? { engine } : {}), home, environment, references, now: clock.now() },
  );
  const otherInstances = known.filter((one) => one.composeName !== composeName);
  const input = { stack, draft, facts, surroundings, otherInstances, ...(running ? { running } : {}) };
  return { findings: check(input), input };
}

/** Images that were not there before are looked into once they are: what the rules find that they could not tell before. */
export async function inspectImages(
  { findings, input }: Inspection,
  images: Images,
  { home, engine }: { home: string; engine: Engine },
): Promise<Finding[]> {
  const { stack, facts, surroundings } = input;
  const fresh = Object.entries(images).filter(([service, { id }]) => surroundings.insides[service]?.image.id !== id);
  if (fresh.length === 0) return [];
  const references = Object.fromEntries(fresh);
  const services = Object.fromEntries(fresh.map(([service]) => [service, stack.compose.services[service] ?? {}]));
  const seen = await surveyImages({ ...stack, compose: { ...stack.compose, services } }, facts, { engine, home, references });
  const told = new Set(findings.map(({ cause, service }) => `${cause} ${service}`));
  const now = check({ ...input, surroundings: { ...surroundings, ...seen } }, imagesAlone);
  return now.filter(({ cause, service, severity }) => severity === 'error' && !told.has(`${cause} ${service}`));
}

async function referencesOf(stack: Stack): Promise<Record<string, string>> {
  const named = Object.entries(stack.compose.services).map(
    async ([service, definition]) => [service, await referenceOf(stack, service, definition, contextKey)] as const,
  );
  const references = (await Promise.all(named)).filter(
    ([service, reference]) => reference !== '' && !isMadeAnew(stack, service, reference),
  );
  return Object.fromEntries(references);
}

/** What the engine has now is not what the service will run: it is pulled or built each time. */
function isMadeAnew({ compose }: Stack, service: string, reference: string): boolean {
  const policy = compose.services[service]?.pull_policy ?? 'missing';
  return reference.endsWith(unknownContent) || !['missing', 'if_not_present', 'never'].includes(policy);
}
