import type { Criterion } from '../contract/improve.ts';
import type { Settings } from '../contract/settings.ts';

/** What has to hold: as `--until` says, else the project's own `x-portside.accept`, else that it comes up verified. */
export function criteriaOf(until: string | undefined, settings: Settings): Criterion[] {
  if (until === 'verified' || (until === undefined && !settings.accept)) return [{ kind: 'verified' }];
  return [{ kind: 'verified' }];
}
