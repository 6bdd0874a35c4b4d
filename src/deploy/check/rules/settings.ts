import type { Rule } from '../rule.ts';
import { rangesHoldAllPorts } from './settings/ranges-hold-all-ports.ts';
import { settingsAreUnderstood } from './settings/settings-are-understood.ts';
import { settingsNameKnownRules } from './settings/settings-name-known-rules.ts';
import { settingsNameKnownServices } from './settings/settings-name-known-services.ts';
import { settingsNamePublishedPorts } from './settings/settings-name-published-ports.ts';
import { connectLinesNameKnownVariables } from './settings/connect-lines-name-known-variables.ts';

/** What `x-portside` asks for. */
export const settingsRules: Rule[] = [
  settingsAreUnderstood,
  settingsNameKnownServices,
  settingsNameKnownRules,
  settingsNamePublishedPorts,
  connectLinesNameKnownVariables,
  rangesHoldAllPorts,
];
