import type { Rule } from '../rule.ts';
import { containersStayContained } from './safety/containers-stay-contained.ts';
import { databasesStayInside } from './safety/databases-stay-inside.ts';
import { engineSocketStaysOut } from './safety/engine-socket-stays-out.ts';
import { hostFoldersStayOut } from './safety/host-folders-stay-out.ts';
import { secretsAreNotWrittenDown } from './safety/secrets-are-not-written-down.ts';

/** What a container could do to the machine, and secrets that lie open. */
export const safetyRules: Rule[] = [
  engineSocketStaysOut,
  containersStayContained,
  hostFoldersStayOut,
  databasesStayInside,
  secretsAreNotWrittenDown,
];
