import type { Draft } from '../../model/draft.ts';
import type { Repair } from '../../model/repair.ts';
import type { HealthOf } from './health-of.ts';

type Given = Extract<HealthOf, { is: 'given' }>;

/** The healthcheck with one text in it replaced: in place where the Compose file writes it, else said anew above the image's. None where that cannot be told apart. */
export function healthcheckRepair(draft: Draft, service: string, health: Given, from: string, to: string): { repair?: Repair } {
  const path = ['services', service, 'healthcheck', 'test'];
  if (health.by !== 'file') {
    const value = health.test.map((word) => word.replaceAll('$', '$$$$').replaceAll(from, to));
    return { repair: [{ edit: 'set', path, value }] };
  }
  const test = draft.sources.written(path);
  const value =
    typeof test === 'string' ? test.replaceAll(from, to) : Array.isArray(test) ? test.map((word) => replaced(word, from, to)) : test;
  return value === undefined || JSON.stringify(value) === JSON.stringify(test) ? {} : { repair: [{ edit: 'set', path, value }] };
}

function replaced(word: unknown, from: string, to: string): unknown {
  return typeof word === 'string' ? word.replaceAll(from, to) : word;
}

/** Where a healthcheck that is wrong is to be found, in words. */
export function whose(health: Given): string {
  return health.by === 'file'
    ? 'its healthcheck'
    : health.by === 'image'
      ? 'the healthcheck of its image'
      : 'the HEALTHCHECK of its Dockerfile';
}
