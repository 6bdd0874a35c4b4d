import { edgeService } from '../model/edge.ts';
import type { Finding } from '../model/finding.ts';
import type { Stack } from '../model/stack.ts';
import { rules } from './all-rules.ts';
import type { CheckInput, Rule } from './rule.ts';
import { imagesRules } from './rules/images.ts';
import { commandsBeforeCanRun } from './rules/replacing/commands-before-can-run.ts';
import { dataGoesWithItsService } from './rules/replacing/data-goes-with-its-service.ts';

/** The rules that look at images, and so find more once those are there. */
export const imagesAlone: readonly Rule[] = [...imagesRules, dataGoesWithItsService, commandsBeforeCanRun];

const order: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 };

/** What every rule found, errors first, without what the project switches off. */
export function check(seen: Omit<CheckInput, 'ruleIds'>, asked: readonly Rule[] = rules): Finding[] {
  const input = { ...seen, ruleIds: rules.map(({ id }) => id) };
  const written = { ...input, stack: withoutEdge(input.stack) };
  // The edge is nobody's mistake; but its image must be there too.
  const findings = asked.flatMap((rule) => ask(rule, imagesRules.includes(rule) ? input : written));
  return findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
}

function withoutEdge(stack: Stack): Stack {
  if (!(edgeService in stack.compose.services) || !stack.edge) return stack;
  const { [edgeService]: _edge, ...services } = stack.compose.services;
  return { ...stack, compose: { ...stack.compose, services } };
}

function ask({ id, why, cause, look }: Rule, input: CheckInput): Finding[] {
  const off = input.draft.settings.check?.[id];
  if (off && !off.services) return [];
  return look(input)
    .filter(({ service }) => !service || !off?.services?.includes(service))
    .map((found) => ({ rule: id, why, ...(cause ? { cause } : {}), ...found }));
}
