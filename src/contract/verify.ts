import { type ExitCode, exitCode } from './user-error.ts';

/** What an execution is looked at by, in the order in which it is told. */
export const auditPoints = [
  ...(['record', 'chain', 'signature', 'result'] as const),
  ...(['containers', 'images', 'health', 'ports', 'probes', 'transcripts'] as const),
];

/** One thing that was looked at just now. A point may have several, such as one for each container. */
export interface AuditPoint {
  point: (typeof auditPoints)[number];
  /** `unseen`: it could not be looked at; `not-needed`: nothing has to hold here. */
  outcome: 'holds' | 'fails' | 'unseen' | 'not-needed';
  /** What was seen, for a person. */
  detail: string;
  /** What it comes to where it fails. */
  verdict?: AuditVerdict;
}

/** What all of it comes to. Where several things fail it is the first of these. */
export const auditVerdicts = [
  /** There is a file of a record that this ledger never had. */
  'forged',
  /** No such execution happened with this PORTSIDE_HOME. */
  'never-recorded',
  /** It is at work, or was killed and not cleared up yet: its record comes at its end. */
  'unfinished',
  'broken-chain',
  /** Its record was removed behind a checkpoint: only its file is left. */
  'pruned',
  /** The record's file says something else than the ledger. */
  'edited',
  'file-missing',
  'bad-signature',
  /** A container bears the UUID that this execution did not leave. */
  'copied-label',
  /** It happened, and did not succeed. */
  'failed',
  /** Of a `down`: something of the instance is still there. */
  'still-there',
  /** It happened; its containers are not there, and no later execution says why. */
  'gone',
  /** Another image, or the label of an execution that was never recorded. */
  'changed',
  'stopped',
  'unhealthy',
  'unanswered',
  /** It happened; a later execution replaced what it left, or took it down. */
  'superseded',
  /** No engine answers, so it cannot be known. */
  'unseen',
  'holds',
] as const;
export type AuditVerdict = (typeof auditVerdicts)[number];

/** Where a transcript of an agent names the execution. It proves nothing. */
export interface Mention {
  file: string;
  /** From 1. */
  line: number;
  by: 'user' | 'assistant' | 'tool result' | 'somebody';
}

/** `portside verify UUID --json`. */
export interface AuditReport {
  execution_uuid: string;
  holds: boolean;
  verdict: AuditVerdict;
  /** The verdict in one sentence. */
  summary: string;
  points: AuditPoint[];
  /** The first few. */
  mentions: Mention[];
  /** What to type next. */
  next: string[];
}

/** 0: all holds; 4: it would, as far as could be seen without an engine; 1: something does not. */
export function auditExit({ verdict }: Pick<AuditReport, 'verdict'>): ExitCode {
  if (verdict === 'holds') return exitCode.verified;
  return verdict === 'unseen' ? exitCode.noEngine : exitCode.failed;
}

/** `portside verify --ledger --json`. */
export interface LedgerReport {
  holds: boolean;
  /** `unguarded`: the chain holds, and SQLite would let records be changed. */
  verdict: 'holds' | 'broken-chain' | 'unguarded';
  ledger_id: string;
  /** Those that are there; behind a checkpoint fewer than there were. */
  records: number;
  first?: { sequence: number; hash: string; execution_uuid: string; timestamp: string };
  last?: { sequence: number; hash: string; execution_uuid: string; timestamp: string };
  /** Absent where the chain does not hold. */
  signed?: number;
  /** Who says to have signed them, by public key; `own` is this machine's. Absent where the chain does not hold. */
  signers?: { key: string; records: number; own: boolean }[];
  break?: { kind: string; at: number; execution_uuid?: string; detail: string };
  /** Whether SQLite itself refuses to change and to remove records, and to put others in their place. */
  guards: { update: boolean; delete: boolean; replace: boolean };
  next: string[];
}
