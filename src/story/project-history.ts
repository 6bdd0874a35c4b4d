import type { ProjectHistory, Ratio } from '../contract/history.ts';
import type { Version } from '../ledger/versions.ts';
import { successesNeeded } from '../deploy/model/asked-ratio.ts';

/** A project's ratio now, and that of each version; `asked`: successes to one failure that it wants to graduate. */
export function projectHistory(project: string, versions: Version[], asked: number): ProjectHistory {
  return {
    project,
    asked,
    successes: versions.reduce((sum, { successes }) => sum + successes, 0),
    failures: versions.reduce((sum, { failures }) => sum + failures, 0),
    versions: versions.map(({ number, contentHash, successes, failures, sinceTakenBack, graduated, takenBack }) => ({
      ...{ version: `v${number}`, content_hash: contentHash, successes, failures, missing: missing(sinceTakenBack, asked) },
      ...(graduated ? { graduated: { at: graduated.timestamp, file: graduated.file, execution_uuid: graduated.uuid } } : {}),
      ...(takenBack ? { taken_back: takenBack } : {}),
    })),
  };
}

/** How many successes are missing to what is asked, if none of the next fails. */
export function missing({ successes, failures }: Ratio, asked: number): number {
  return Math.max(0, successesNeeded(failures, asked) - successes);
}
