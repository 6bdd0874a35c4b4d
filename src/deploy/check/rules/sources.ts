import type { Rule } from '../rule.ts';

/** Programs and settings that images and mounts bring. */
export const sourcesRules: Rule[] = [];
