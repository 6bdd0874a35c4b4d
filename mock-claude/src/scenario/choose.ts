import type { Ask, ToolOffer, ToolResult } from '../conversation/ask.ts';
import { shellOf } from '../conversation/shell.ts';
import { type Pattern, matched } from './pattern.ts';
import type { Rule, Scenario, ScriptedTool, When } from './schema.ts';

export interface Choice {
  /** Its place among the rules. */
  index: number;
  rule: Rule;
  captures: Record<string, string>;
}

/**
 * The first rule that fits and has not been used up. One that calls tools fits only a request that offers them: agents ask for
 * titles and summaries too, which are not meant.
 */
export function choose({ rules }: Scenario, ask: Ask, seen: { nthSession: number; used: readonly number[] }): Choice | undefined {
  for (const [index, rule] of rules.entries()) {
    if (rule.times !== undefined && (seen.used[index] ?? 0) >= rule.times) continue;
    const captures = fits(rule.when, ask, seen.nthSession);
    if (captures && offered(rule.reply?.tools ?? [], ask.tools)) return { index, rule, captures };
  }
  return undefined;
}

function fits(when: When, ask: Ask, nthSession: number): Record<string, string> | undefined {
  if (when.nth_session !== undefined && when.nth_session !== nthSession) return undefined;
  if (when.turn !== undefined && ![when.turn].flat().includes(ask.turn)) return undefined;
  if (when.api !== undefined && when.api !== ask.dialect) return undefined;
  if (when.stream !== undefined && when.stream !== ask.stream) return undefined;
  if (when.tools !== undefined && when.tools !== ask.tools.length > 0) return undefined;
  const found: Record<string, string>[] = [{}];
  for (const [wanted, words] of [
    [when.session, ask.session],
    [when.model, ask.model],
    [when.text, ask.text],
  ] as const) {
    const captures = wanted ? matched(wanted, words) : {};
    if (!captures) return undefined;
    found.push(captures);
  }
  const fromResult = when.tool_result === undefined ? {} : ofResults(when.tool_result, ask.results);
  return fromResult && Object.assign({}, ...found, fromResult);
}

type WantedResult = NonNullable<When['tool_result']>;

function ofResults(wanted: WantedResult, results: ToolResult[]): Record<string, string> | undefined {
  if (typeof wanted === 'boolean') return wanted === results.length > 0 ? {} : undefined;
  for (const result of results) {
    const captures = isPattern(wanted) ? matched(wanted, result.text) : ofResult(wanted, result);
    if (captures) return captures;
  }
  return undefined;
}

function ofResult(wanted: Exclude<WantedResult, boolean | Pattern>, result: ToolResult): Record<string, string> | undefined {
  if (wanted.error !== undefined && wanted.error !== result.error) return undefined;
  const tool = wanted.tool ? matched(wanted.tool, result.tool ?? '') : {};
  const text = wanted.text ? matched(wanted.text, result.text) : {};
  return tool && text && { ...tool, ...text };
}

function isPattern(wanted: object): wanted is Pattern {
  return 'part' in wanted || 'expression' in wanted;
}

function offered(calls: ScriptedTool[], tools: ToolOffer[]): boolean {
  return calls.every(
    (call) => call.unoffered || (call.run === undefined ? tools.some(({ name }) => name === call.name) : shellOf(tools) !== undefined),
  );
}
