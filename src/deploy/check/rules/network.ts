import type { Rule } from '../rule.ts';

/** Who can reach whom, and by what name. */
export const networkRules: Rule[] = [];
