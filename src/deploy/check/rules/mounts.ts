import type { Rule } from '../rule.ts';

/** Folders and volumes. */
export const mountsRules: Rule[] = [];
