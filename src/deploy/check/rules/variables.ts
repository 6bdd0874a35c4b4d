import type { Rule } from '../rule.ts';
import { requiredVariablesAreSet } from './variables/required-variables-are-set.ts';
import { optionalVariablesAreSet } from './variables/optional-variables-are-set.ts';
import { hostsAndPortsAreWrittenOnce } from './variables/hosts-and-ports-are-written-once.ts';
import { generatedVariablesAreUsed } from './variables/generated-variables-are-used.ts';
import { dollarsAreMeant } from './variables/dollars-are-meant.ts';
import { envFilesSayWhatTheyMean } from './variables/env-files-say-what-they-mean.ts';
import { imagesGetWhatTheyAskFor } from './variables/images-get-what-they-ask-for.ts';
import { nothingBreaksWhenEmpty } from './variables/nothing-breaks-when-empty.ts';

/** Values that the files are filled in with. */
export const variablesRules: Rule[] = [
  requiredVariablesAreSet,
  nothingBreaksWhenEmpty,
  imagesGetWhatTheyAskFor,
  dollarsAreMeant,
  optionalVariablesAreSet,
  generatedVariablesAreUsed,
  envFilesSayWhatTheyMean,
  hostsAndPortsAreWrittenOnce,
];
