import type { Rule } from '../rule.ts';
import { diskHasSpace } from './machine/disk-has-space.ts';
import { limitsAreAllowed } from './machine/limits-are-allowed.ts';
import { memoryIsThere } from './machine/memory-is-there.ts';
import { portsMayBePublished } from './machine/ports-may-be-published.ts';
import { subnetsAreLeft } from './machine/subnets-are-left.ts';

/** What the machine has left. */
export const machineRules: Rule[] = [limitsAreAllowed, memoryIsThere, diskHasSpace, subnetsAreLeft, portsMayBePublished];
