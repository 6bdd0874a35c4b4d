import type { Rule } from '../rule.ts';

/** What the machine has left. */
export const machineRules: Rule[] = [];
