import { type AuditPoint, type AuditReport, type AuditVerdict, type Mention, auditVerdicts } from '../contract/verify.ts';
import type { ExecutionRecord } from '../contract/record.ts';
import { resultOf } from '../deploy/model/record-result.ts';

/** What a report is made of. */
export interface Audited {
  uuid: string;
  record?: ExecutionRecord;
  points: AuditPoint[];
  /** All that was ever recorded is there: what is not, never happened. */
  surely: boolean;
  /** What needed an engine could not be looked at. */
  withoutEngine: boolean;
  mentions: Mention[];
  /** The first that the agent itself said. */
  claim?: Mention;
}

/** What it all comes to, in one word and in one sentence, and what to type next. */
export function reportOf({ uuid, record, points, surely, withoutEngine, mentions, claim }: Audited): AuditReport {
  const found = points.flatMap(({ verdict, outcome }) => (verdict && outcome === 'fails' ? [verdict] : []));
  const verdict = auditVerdicts.find((one) => found.includes(one)) ?? (withoutEngine ? 'unseen' : 'holds');
  const said = { uuid, record, claim, surely, decisive: points.find((point) => point.verdict === verdict) };
  return {
    execution_uuid: uuid,
    holds: verdict === 'holds',
    verdict,
    summary: sentence(verdict, said),
    points,
    mentions,
    next: next(verdict, said),
  };
}

interface Said {
  uuid: string;
  record: ExecutionRecord | undefined;
  claim: Mention | undefined;
  surely: boolean;
  decisive: AuditPoint | undefined;
}

const nothingHappened = 'no such execution happened with this PORTSIDE_HOME';

function sentence(verdict: AuditVerdict, { uuid, record, claim, surely, decisive }: Said): string {
  const which =
    record?.deployment.project === ''
      ? record.action
      : record
        ? `${record.action} of ${record.deployment.project}/${record.deployment.instance_id}`
        : `execution ${uuid}`;
  const detail = decisive?.detail ?? '';
  switch (verdict) {
    case 'forged':
      return `forged or foreign: ${detail}`;
    case 'never-recorded':
      return `${claim ? `claimed in ${claim.file}:${claim.line} by the assistant, and never recorded here: ` : ''}${surely ? nothingHappened : detail}`;
    case 'unfinished':
      return `it is not over: ${detail}`;
    case 'broken-chain':
      return `the ledger cannot be believed: ${detail}`;
    case 'pruned':
      return `nothing vouches for it any more: ${detail}`;
    case 'edited':
      return `the record's file was edited: ${detail}`;
    case 'file-missing':
      return `the record's file is missing: ${detail}`;
    case 'bad-signature':
      return `the signature does not hold: ${detail}`;
    case 'copied-label':
      return `a label proves nothing: ${detail}`;
    case 'failed':
      return `the ${which} happened, and ${record && resultOf(record) === 'stopped' ? 'was stopped before it touched anything' : 'failed'}`;
    case 'still-there':
      return `the ${which} is recorded, and does not hold: ${detail}`;
    case 'gone':
      return `the ${which} happened, and what it left is gone: ${detail}`;
    case 'changed':
      return `the ${which} happened, and something else runs now: ${detail}`;
    case 'stopped':
      return `the ${which} happened, and does not run any more: ${detail}`;
    case 'unhealthy':
      return `the ${which} happened, and is not well: ${detail}`;
    case 'unanswered':
      return `the ${which} happened, and does not answer: ${detail}`;
    case 'superseded':
      return `the ${which} happened, and a later execution has changed it: ${detail}`;
    case 'unseen':
      return `the ${which} is recorded, and no engine answers: whether it still runs cannot be seen`;
    case 'holds':
      return `the ${which} happened, and all that should hold does`;
  }
}

function next(verdict: AuditVerdict, { uuid, record, decisive }: Said): string[] {
  const instance = record ? ` ${record.deployment.project}/${record.deployment.instance_id}` : '';
  switch (verdict) {
    case 'forged':
    case 'never-recorded':
      return ['portside history', 'portside up'];
    case 'unfinished':
      return ['portside doctor', `portside verify ${uuid}`];
    case 'broken-chain':
    case 'pruned':
    case 'edited':
    case 'file-missing':
    case 'bad-signature':
      return ['portside verify --ledger'];
    case 'copied-label':
      return [`docker inspect ${nameIn(decisive)}`];
    case 'failed':
      // What is missing is no failure that has a cause.
      return [record?.action === 'graduate' ? `portside graduate${instance}` : `portside diagnose ${uuid}`];
    case 'still-there':
      return [`portside down${instance}`];
    case 'superseded':
      return [`portside verify ${lastUuidIn(decisive) ?? ''}`.trim()];
    case 'gone':
    case 'changed':
      return ['portside up'];
    case 'stopped':
    case 'unhealthy':
    case 'unanswered':
      return [`portside diagnose${instance}`];
    case 'unseen':
      return ['portside doctor'];
    case 'holds':
      return ['portside verify --ledger'];
  }
}

function nameIn(point: AuditPoint | undefined): string {
  return /^copied label: (\S+)/.exec(point?.detail ?? '')?.[1] ?? '';
}

function lastUuidIn(point: AuditPoint | undefined): string | undefined {
  return point?.detail.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)?.at(-1);
}
