import type { Rule } from '../rule.ts';
import { declarationsAreUsed } from './upkeep/declarations-are-used.ts';
import { deployKeysCount } from './upkeep/deploy-keys-count.ts';
import { envEntriesAreUsed } from './upkeep/env-entries-are-used.ts';
import { externalNamesArePlain } from './upkeep/external-names-are-plain.ts';
import { filesAreTidy } from './upkeep/files-are-tidy.ts';
import { linksAreNotNeeded } from './upkeep/links-are-not-needed.ts';
import { logsAreRotated } from './upkeep/logs-are-rotated.ts';
import { portsAreQuoted } from './upkeep/ports-are-quoted.ts';
import { processesEndWhenTold } from './upkeep/processes-end-when-told.ts';
import { servicesRestart } from './upkeep/services-restart.ts';
import { versionIsNotNeeded } from './upkeep/version-is-not-needed.ts';

/** What goes wrong later, or means nothing any more. */
export const upkeepRules: Rule[] = [
  servicesRestart,
  logsAreRotated,
  processesEndWhenTold,
  versionIsNotNeeded,
  linksAreNotNeeded,
  externalNamesArePlain,
  deployKeysCount,
  declarationsAreUsed,
  envEntriesAreUsed,
  portsAreQuoted,
  filesAreTidy,
];
