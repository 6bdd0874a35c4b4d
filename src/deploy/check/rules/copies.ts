import type { Rule } from '../rule.ts';
import { externalsAreThere } from './copies/externals-are-there.ts';
import { namesAreEachCopysOwn } from './copies/names-are-each-copys-own.ts';
import { wishedPortsAreFree } from './copies/wished-ports-are-free.ts';
import { servicesCanBeCopied } from './copies/services-can-be-copied.ts';
import { subnetsAreFree } from './copies/subnets-are-free.ts';
import { bindMountsAreNotShared } from './copies/bind-mounts-are-not-shared.ts';

/** What keeps a second copy from running beside the first. */
export const copiesRules: Rule[] = [
  servicesCanBeCopied,
  subnetsAreFree,
  externalsAreThere,
  bindMountsAreNotShared,
  namesAreEachCopysOwn,
  wishedPortsAreFree,
];
