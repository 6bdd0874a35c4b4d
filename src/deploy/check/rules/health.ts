import type { Rule } from '../rule.ts';

/** How a service says that it is ready, and who waits for that. */
export const healthRules: Rule[] = [];
