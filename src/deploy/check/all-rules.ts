import type { Rule } from './rule.ts';
import { copiesRules } from './rules/copies.ts';
import { dockerfileRules } from './rules/dockerfile.ts';
import { healthRules } from './rules/health.ts';
import { imagesRules } from './rules/images.ts';
import { machineRules } from './rules/machine.ts';
import { mountsRules } from './rules/mounts.ts';
import { networkRules } from './rules/network.ts';
import { replacingRules } from './rules/replacing.ts';
import { safetyRules } from './rules/safety.ts';
import { settingsRules } from './rules/settings.ts';
import { sourcesRules } from './rules/sources.ts';
import { upkeepRules } from './rules/upkeep.ts';
import { variablesRules } from './rules/variables.ts';

/** In the order in which their findings are told. */
export const rules: readonly Rule[] = [
  ...settingsRules,
  ...variablesRules,
  ...imagesRules,
  ...dockerfileRules,
  ...sourcesRules,
  ...networkRules,
  ...copiesRules,
  ...replacingRules,
  ...mountsRules,
  ...healthRules,
  ...machineRules,
  ...safetyRules,
  ...upkeepRules,
];
