import type { Rule } from '../rule.ts';
import { sourcesCanBeParsed } from './sources/sources-can-be-parsed.ts';

/** Programs and settings that images and mounts bring. */
export const sourcesRules: Rule[] = [sourcesCanBeParsed];
