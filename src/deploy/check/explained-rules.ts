import type { RuleText } from '../../contract/check.ts';
import { docsOf } from '../../contract/rule-docs.ts';
import { rules } from './all-rules.ts';
import { acceptsTheFile, portsCanBeLeased } from './before-rules.ts';

/** Every rule in its own words. */
export function explainedRules(): RuleText[] {
  return [acceptsTheFile, portsCanBeLeased, ...rules].map(({ id, why, cause }) => ({
    id,
    why,
    ...(cause ? { cause } : {}),
    docs: docsOf(id),
  }));
}
