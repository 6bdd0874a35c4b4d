import type { Rule } from '../rule.ts';
import { requiredVariablesAreSet } from './variables/required-variables-are-set.ts';
import { optionalVariablesAreSet } from './variables/optional-variables-are-set.ts';
import { hostsAndPortsAreWrittenOnce } from './variables/hosts-and-ports-are-written-once.ts';
import { generatedVariablesAreUsed } from './variables/generated-variables-are-used.ts';

/** Values that the files are filled in with. */
export const variablesRules: Rule[] = [
  requiredVariablesAreSet,
  optionalVariablesAreSet,
  generatedVariablesAreUsed,
  hostsAndPortsAreWrittenOnce,
];
