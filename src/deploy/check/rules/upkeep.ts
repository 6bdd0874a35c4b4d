import type { Rule } from '../rule.ts';

/** What goes wrong later, or means nothing any more. */
export const upkeepRules: Rule[] = [];
