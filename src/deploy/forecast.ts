import type { Preview, PreviewedEdge, PreviewedReplacement } from '../contract/preview.ts';
import type { EdgeSpec } from './model/edge.ts';
import type { Plan, Replacement } from './model/plan.ts';
import { asksToRoll, whyNotRolling } from './model/rolling.ts';
import type { Stack } from './model/stack.ts';
import { type Step, describeStep } from './model/step.ts';

type Forecast = Pick<Preview, 'replaced' | 'stays' | 'removed' | 'edge' | 'steps'>;

/** What a plan comes to, service by service and step by step. */
export function forecast(plan: Plan, stack: Stack): Forecast {
  const gone = plan.finishing.flatMap((step) => (step.do === 'remove' && !(step.service in plan.compose.services) ? [step.service] : []));
  return {
    replaced: plan.replaced.map((one) => previewed(one, plan, stack)),
    stays: plan.unchanged,
    removed: gone,
    ...(stack.edge ? { edge: edgeOf(stack.edge) } : {}),
    steps: [...plan.steps.map(lineOf), ...plan.finishing.map((step) => ({ ...lineOf(step), once_verified: true as const }))],
  };
}

function lineOf(step: Step): { step: string; cause: string } {
  return { step: describeStep(step), cause: step.cause };
}

function previewed(
  { service, strategy, old, slot, cause }: Replacement,
  { steps }: Plan,
  { compose, settings }: Stack,
): PreviewedReplacement {
  const before = steps.find((step) => step.do === 'before' && step.service === service);
  const hindered = strategy === 'recreate' && asksToRoll(service, settings);
  const why = hindered ? whyNotRolling(service, compose.services[service] ?? {}, settings) : undefined;
  return {
    ...{ service, strategy, old, cause, behind_edge: slot !== undefined },
    ...(before?.do === 'before' ? { before: before.command } : {}),
    ...(why ? { not_rolling: why } : {}),
  };
}

function edgeOf({ server, routes, site }: EdgeSpec): PreviewedEdge {
  return {
    server,
    ports: routes.map(({ published, service, target }) => ({ port: published, service, target })),
    ...(site ? { domain: site.domain } : {}),
  };
}
