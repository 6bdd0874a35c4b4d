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
  const places = Array.isArray(test) ? test.map((word: unknown, index) => ({ path: [...path, index], word })) : [{ path, word: test }];
  const edits = places.flatMap(({ path: place, word }): Repair =>
    typeof word === 'string' && word.includes(from) ? [{ edit: 'set', path: place, value: word.replaceAll(from, to) }] : [],
  );
  return edits.length > 0 ? { repair: edits } : {};
}

/** Where a healthcheck that is wrong is to be found, in words. */
export function whose(health: Given): string {
  return health.by === 'file'
    ? 'its healthcheck'
    : health.by === 'image'
      ? 'the healthcheck of its image'
      : 'the HEALTHCHECK of its Dockerfile';
}
