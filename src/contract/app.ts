import type { CheckOptions, Checked, RuleText } from './check.ts';
import type { ConfigChange, ConfigOptions, Configuration } from './configuration.ts';
import type { Explaining } from './diagnosis.ts';
import type { ExecutionEvent } from './events.ts';
import type { ImproveEnded, ImproveHooks, ImproveOptions } from './improve.ts';
import type { GraduateOptions, Graduating } from './graduate.ts';
import type { DoctorReport } from './doctor.ts';
import type { DocumentWritten, HistoryOptions, HistoryView } from './history.ts';
import type { MemoryUpkeep } from './memory.ts';
import type { ProposalDesk } from './proposals.ts';
import type { PruneOptions, PruneReport } from './prune.ts';
import type { HistoryStats } from './stats.ts';
import type { InstanceView } from './instance.ts';
import type { LedgerUpkeep } from './ledger.ts';
import type { RestoreOptions, Snapshot, SnapshotOptions } from './snapshot.ts';
import type { DownOptions, Ended, RollbackOptions, UpOptions } from './options.ts';
import type { Preview } from './preview.ts';
import type { AuditPoint, AuditReport } from './verify.ts';

/** Everything that the command and the library can do; made once, with the real world or a test's. */
export interface App {
  /** Throws UserError for wrong usage, no engine, busy; every other ending is a record. */
  up(options: UpOptions, listen: (event: ExecutionEvent) => void, signal: AbortSignal): Promise<Ended>;
  preview(options: UpOptions): Promise<Preview>;
  /** Brings an earlier version of an instance back; the project's files are not asked. As `up`, it throws what is no record. */
  rollback(instance: InstanceView, options: RollbackOptions, listen: (event: ExecutionEvent) => void, signal: AbortSignal): Promise<Ended>;
  /** Throws UserError (exit 3) where the rollback would be stopped. */
  previewRollback(instance: InstanceView, options: RollbackOptions): Promise<Preview>;
  /** What is wrong with a project, before anything is started; an engine helps and is not needed. Throws UserError for wrong usage. */
  check(options: CheckOptions): Promise<Checked>;
  /** Every rule of `check`, in the order in which they are told. */
  rules(): Promise<RuleText[]>;
  /** Has an agent work on a project until every criterion holds. Throws UserError for what is no run: no repository, no agent, another run at work. */
  improve(options: ImproveOptions, hooks: ImproveHooks): Promise<ImproveEnded>;
  /** What its agent would be told first, without secrets; nothing is begun, nothing brought up. Throws UserError. */
  improvePrompt(options: ImproveOptions): Promise<{ prompt: string }>;
  down(instance: InstanceView, options: DownOptions, listen: (event: ExecutionEvent) => void, signal: AbortSignal): Promise<Ended>;
  /** Copies an instance's volumes while whoever uses them stands still. The record says which snapshot it became. */
  snapshot(instance: InstanceView, options: SnapshotOptions, listen: (event: ExecutionEvent) => void, signal: AbortSignal): Promise<Ended>;
  /** Every snapshot of this user, the newest first. */
  snapshots(): Promise<Snapshot[]>;
  /** Brings an instance's volumes back to a snapshot, in place. */
  restore(instance: InstanceView, options: RestoreOptions, listen: (event: ExecutionEvent) => void, signal: AbortSignal): Promise<Ended>;
  /** Writes the standing Compose file of the version that runs, where that has earned trust. Throws UserError (exit 3) where the file cannot be written. */
  graduate(
    instance: InstanceView,
    options: GraduateOptions,
    listen: (event: ExecutionEvent) => void,
    signal: AbortSignal,
  ): Promise<Graduating>;
  /** Every instance of this user, ordered by project and name. */
  list(): Promise<InstanceView[]>;
  /** `demo`, `hello/demo`, a project's folder, or nothing: this branch's, else the only one. Throws UserError where that is not one. */
  select(reference?: string): Promise<InstanceView>;
  /** All instances of the project in the current folder (or the folder named). */
  ofProject(directory?: string): Promise<InstanceView[]>;
  /** Variables for a shell or a test: INSTANCE_ID, `API_URL`, `API_PORT`, the file's own such as API_EXTERNAL_PORT, and what `env.generate` names. */
  env(instance: InstanceView): Promise<Record<string, string>>;
  /** Every variable that shapes a project's stack, without any secret's value. Needs no engine. */
  config(options: ConfigOptions): Promise<Configuration>;
  /** Sets variables in the project's env file; null takes one out. */
  changeConfig(options: ConfigOptions, wanted: Readonly<Record<string, string | null>>): Promise<ConfigChange>;
  logs(
    instance: InstanceView,
    options: { services: string[]; follow: boolean; tail: number | 'all' },
    onLine: (line: string) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Whether the machine is well. `agree` is told what could be repaired, and whether it may be; without it nothing is. */
  doctor(agree?: (report: DoctorReport) => Promise<boolean>): Promise<DoctorReport>;
  /** Removes what nobody needs any more. `agree` is told what that is, and whether it may go. */
  prune(options: PruneOptions, agree: (report: PruneReport) => Promise<boolean>): Promise<PruneReport>;
  /** An execution's UUID, an instance, or nothing: this folder's newest `up` where that failed, else this branch's instance. Throws UserError. */
  diagnose(reference?: string): Promise<Explaining>;
  /** What the ledger has of a project: the newest executions, and how many of each version succeeded. Needs no engine. Throws UserError. */
  history(options: HistoryOptions): Promise<HistoryView>;
  /**
   * Whether an execution happened, and holds: a UUID, its beginning, or nothing for the newest of this branch's instance. `listen` is told each point as it
   * is seen. An engine that does not answer is a finding; throws UserError for what is no UUID.
   */
  verify(reference: string | undefined, listen: (point: AuditPoint) => void): Promise<AuditReport>;
  /** The ledger as a whole: out and in as lines, old records away, signatures. Needs no engine. */
  ledger(): Promise<LedgerUpkeep>;
  /** What mended which failure, in all projects. Needs no engine. */
  memory(): Promise<MemoryUpkeep>;
  /** What the ledger suggests to change, waiting for a person. Needs no engine. */
  proposals(): Promise<ProposalDesk>;
  /** A project's metrics and evolution as Markdown, ready to paste. Throws UserError. */
  historyDocument(options: HistoryOptions): Promise<string>;
  /** Keeps the same current between two markers of a document. Throws UserError. */
  writeHistory(file: string, options: HistoryOptions): Promise<DocumentWritten>;
  /** What a project's executions come to, in figures. Throws UserError. */
  historyStats(options: HistoryOptions): Promise<HistoryStats>;
  /** The same as one HTML file with plots. Throws UserError. */
  writeStatsPage(file: string, options: HistoryOptions): Promise<DocumentWritten>;
  /** Hands the terminal over; resolves to the command's exit code. */
  exec(instance: InstanceView, service: string, command: string[]): Promise<number>;
}
