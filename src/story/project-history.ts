import type { ProjectHistory } from '../contract/history.ts';
import type { Version } from '../ledger/versions.ts';
import { missing } from './missing.ts';

/** A project's ratio now, and that of each version. */
export function projectHistory(project: string, versions: Version[]): ProjectHistory {
  return {
    project,
    successes: versions.reduce((sum, { successes }) => sum + successes, 0),
    failures: versions.reduce((sum, { failures }) => sum + failures, 0),
    versions: versions.map(({ number, contentHash, successes, failures, sinceTakenBack, graduated, takenBack }) => ({
      ...{ version: `v${number}`, content_hash: contentHash, successes, failures, missing: missing(sinceTakenBack) },
      ...(graduated ? { graduated: { at: graduated.timestamp, file: graduated.file, execution_uuid: graduated.uuid } } : {}),
      ...(takenBack ? { taken_back: takenBack } : {}),
    })),
  };
}
