import type { Rule } from '../rule.ts';

/** What a container could do to the machine, and secrets that lie open. */
export const safetyRules: Rule[] = [];
