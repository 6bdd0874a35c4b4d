import type { Finding } from '../model/finding.ts';
import type { CheckInput, Rule } from './rule.ts';
import { bindMountsAreNotShared } from './rules/bind-mounts-are-not-shared.ts';
import { connectLinesNameKnownVariables } from './rules/connect-lines-name-known-variables.ts';
import { generatedVariablesAreUsed } from './rules/generated-variables-are-used.ts';
import { imagesCanBeHad } from './rules/images-can-be-had.ts';
import { optionalVariablesAreSet } from './rules/optional-variables-are-set.ts';
import { requiredVariablesAreSet } from './rules/required-variables-are-set.ts';
import { servicesCanBeCopied } from './rules/services-can-be-copied.ts';
import { settingsAreUnderstood } from './rules/settings-are-understood.ts';
import { settingsNameKnownServices } from './rules/settings-name-known-services.ts';
import { settingsNamePublishedPorts } from './rules/settings-name-published-ports.ts';
import { subnetsAreFree } from './rules/subnets-are-free.ts';

const rules: Record<string, Rule> = {
  'settings-are-understood': settingsAreUnderstood,
  'settings-name-known-services': settingsNameKnownServices,
  'settings-name-published-ports': settingsNamePublishedPorts,
  'required-variables-are-set': requiredVariablesAreSet,
  'optional-variables-are-set': optionalVariablesAreSet,
  'generated-variables-are-used': generatedVariablesAreUsed,
  'connect-lines-name-known-variables': connectLinesNameKnownVariables,
  'images-can-be-had': imagesCanBeHad,
  'services-can-be-copied': servicesCanBeCopied,
  'subnets-are-free': subnetsAreFree,
  'bind-mounts-are-not-shared': bindMountsAreNotShared,
};

const order: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 };

/** What every rule found, errors first. */
export function check(input: CheckInput): Finding[] {
  const findings = Object.entries(rules).flatMap(([rule, look]) => look(input).map((found) => ({ rule, ...found })));
  return findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
}
