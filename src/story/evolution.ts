import type { ProjectHistory, Ratio } from '../contract/history.ts';
import type { ExecutionRecord } from '../contract/record.ts';
import { usualRatio } from '../deploy/model/asked-ratio.ts';
import { endsOfVersion, newestCounted } from '../ledger/evolution.ts';
import { recordBefore } from '../ledger/newest.ts';
import { versionsOf } from '../ledger/versions.ts';
import type { Sql } from '../system/database.ts';
import { type Before, changesOf } from './entry.ts';
import { projectHistory } from './project-history.ts';

/** A project's versions with what each changed and how its newest execution ended. */
export interface Evolution extends Ratio {
  /** The newest that started or replaced something; absent before the first. */
  newest?: { at: string; execution_uuid: string };
  /** Successes to one failure that a version needs to graduate. */
  asked: number;
  graduated?: { version: string; file: string };
  /** How many versions came before those below, and what counts of them. */
  earlier: Ratio & { versions: number };
  /** The oldest first. */
  versions: VersionStep[];
}

export interface VersionStep extends Ratio {
  version: string;
  changes: string[];
  /** What the commit says that it was first deployed from. */
  reason?: string;
  success?: boolean;
  error?: string;
  execution_uuid?: string;
}

export const nothingYet: Evolution = {
  asked: usualRatio,
  successes: 0,
  failures: 0,
  earlier: { versions: 0, successes: 0, failures: 0 },
  versions: [],
};

/** `limit`: of the newest versions; `asked`: successes to one failure. */
export function evolutionOf(sql: Sql, project: string, { limit, asked }: { limit: number; asked: number }): Evolution {
  const { versions, successes, failures } = projectHistory(project, versionsOf(sql, project), asked);
  const newest = newestCounted(sql, project);
  const graduated = versions.findLast((version) => version.graduated);
  return {
    ...{ asked, successes, failures },
    ...(newest ? { newest: { at: newest.timestamp, execution_uuid: newest.execution_uuid } } : {}),
    ...(graduated?.graduated ? { graduated: { version: graduated.version, file: graduated.graduated.file } } : {}),
    earlier: summed(versions.slice(0, -limit)),
    versions: versions.slice(-limit).map((version) => stepOf(sql, project, version)),
  };
}

function summed(versions: Ratio[]): Evolution['earlier'] {
  const sum = (count: (version: Ratio) => number) => versions.reduce((total, version) => total + count(version), 0);
  return { versions: versions.length, successes: sum(({ successes }) => successes), failures: sum(({ failures }) => failures) };
}

function stepOf(
  sql: Sql,
  project: string,
  { version, content_hash: hash, successes, failures }: ProjectHistory['versions'][0],
): VersionStep {
  const { first, newest } = endsOfVersion(sql, project, hash);
  return { ...{ version, successes, failures }, ...(first && newest ? toldBy(first, newest, recordBefore(sql, first)) : { changes: [] }) };
}

function toldBy(first: ExecutionRecord, newest: ExecutionRecord, before: Before) {
  return {
    changes: changesOf(first, before),
    ...(first.git ? { reason: `${first.git.subject} (${first.git.commit.slice(0, 7)}${first.git.dirty ? '*' : ''})` } : {}),
    success: newest.metrics.success,
    ...(newest.error === undefined ? {} : { error: newest.error }),
    execution_uuid: newest.execution_uuid,
  };
}
