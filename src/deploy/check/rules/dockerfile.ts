import type { Rule } from '../rule.ts';

/** How images are built. */
export const dockerfileRules: Rule[] = [];
