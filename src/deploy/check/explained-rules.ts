import type { RuleText } from '../../contract/check.ts';
import { docsOf } from '../../contract/rule-docs.ts';
import { rules } from './all-rules.ts';
import { acceptsTheFile, portsCanBeLeased } from './before-rules.ts';

/** Every rule in its own words. */
export function explainedRules(): RuleText[] {
  const switchable = rules.map(({ id, why, cause }) => ({ id, why, ...(cause ? { cause } : {}) }));
  return [acceptsTheFile, portsCanBeLeased, ...switchable].map((rule) => ({ ...rule, docs: docsOf(rule.id) }));
}
