import { usualRatio } from '../deploy/model/asked-ratio.ts';
import type { Instances } from '../ledger/instances.ts';
import type { Revisions } from '../ledger/revisions.ts';
import type { Place } from './which-projects.ts';

/** A place where it is known what a project asks for to graduate: successes to one failure. */
export interface AskingPlace extends Place {
  asked(project: string): Promise<number>;
}

/** Successes to one failure that a project asks for, as it was last deployed: `x-portside.graduate`. */
export async function askedRatio(
  project: string,
  { instances, revisions }: { instances: Pick<Instances, 'list'>; revisions: Pick<Revisions, 'get'> },
): Promise<number> {
  const known = await instances.list({ project });
  for (const { composeName, revision } of known.toSorted((one, other) => other.updatedAt - one.updatedAt)) {
    const version = revision === undefined ? undefined : await revisions.get(composeName, revision);
    if (version) return version.stack.settings.graduate?.ratio ?? usualRatio;
  }
  return usualRatio;
}
