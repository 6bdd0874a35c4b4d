import type { Ended, RollbackOptions } from '../contract/options.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { gatherFacts } from '../engine/observe.ts';
import { conclude } from './conclude/conclude.ts';
import { recordFrom, writeDown } from './conclude/write-down.ts';
import { attempt } from './deploy.ts';
import type { DeployOptions } from './deployment.ts';
import { enter } from './enter.ts';
import { clearUp } from './recover/clear-up.ts';
import type { Execution } from './execution.ts';
import { fromRevision } from './from-revision.ts';
import { lockInstance } from './lock-instance.ts';
import type { Outcome } from './model/outcome.ts';
import type { Revision } from './model/revision.ts';
import type { Identity } from './model/stack.ts';
import type { Groundwork } from './prepare.ts';
import { recordFolderIsThere } from './record/copy-record.ts';
import { learnRevision } from './record/learn-stack.ts';
import { draftOf } from './revision/draft-of.ts';
import { chooseTarget } from './revision/target.ts';
import type { Connection, DeployTools } from './tools.ts';
import type { Redactor } from '../redaction/redact.ts';

/** Brings an earlier version of an instance back, without the project's files, and proves it. Throws UserError for wrong usage, no engine, busy; every other ending is a record. */
export async function rollback(identity: Identity, options: RollbackOptions, tools: DeployTools, execution: Execution): Promise<Ended> {
  const { composeName, project, instance } = identity;
  await recordFolderIsThere(options.recordFile);
  execution.say({ event: 'begin', action: 'rollback', instance: `${project}/${instance}` });
  await using _lock = await lockInstance(composeName, options, tools, execution);
  const connection = await tools.connect();
  await clearUp(composeName, connection, tools, execution);
  const target = await execution.stage('resolve', () => findTarget(identity, options, tools).catch(stoppedBy));
  if (target instanceof UserError) return await refuse(target, identity, options, tools, execution);

  execution.say({ event: 'note', message: `back to r${target.number} of ${new Date(target.createdAt).toISOString()}` });
  const groundwork = await groundworkOf(target, connection, tools, execution.redactor);
  const deployment = await enter(identity, deployOptions(options), tools, execution, groundwork, fromRevision(target));
  return await conclude(deployment, await attempt(deployment));
}

/** The revision to go back to. Throws UserError (exit 3). */
export async function findTarget(
  { composeName }: Identity,
  { to }: RollbackOptions,
  tools: Pick<DeployTools, 'instances' | 'revisions'>,
): Promise<Revision> {
  const known = await tools.instances.find(composeName);
  if (known?.canary)
    throw new UserError({
      code: 'canary-waits',
      exit: exitCode.stopped,
      message: `a canary of ${known.project}/${known.instance} waits: two versions run, and neither is the one to go back from`,
      hint: 'portside up --abort goes back to the old one; portside up --promote keeps the new one',
    });
  const row = chooseTarget({ rows: await tools.revisions.list(composeName), running: known?.revision, to });
  const revision = await tools.revisions.get(composeName, row.number);
  if (revision) return revision;
  throw new UserError({
    code: 'revision-incomplete',
    exit: exitCode.stopped,
    message: `r${row.number} cannot be brought back: its file is gone`,
    hint: 'another one: portside rollback --to N',
  });
}

/** What is known before anything is leased: of the project's files nothing is asked. */
export async function groundworkOf(
  revision: Revision,
  connection: Connection,
  tools: DeployTools,
  redactor: Redactor,
): Promise<Groundwork> {
  const { stack } = revision;
  learnRevision(redactor, stack, tools.environment);
  const [facts, made] = await Promise.all([gatherFacts(connection.engine, stack.project.name), tools.history.get(revision.executionUuid)]);
  const git = made?.record.git;
  return { connection, draft: draftOf(revision, tools.environment), facts, ...(git ? { git } : {}) };
}

function deployOptions({ to: _to, ...options }: RollbackOptions): DeployOptions {
  return options;
}

/** Only what a user can mend before anything is touched becomes a record. */
function stoppedBy(error: unknown): UserError {
  if (error instanceof UserError && error.exit === exitCode.stopped) return error;
  throw error;
}

async function refuse(
  error: UserError,
  identity: Identity,
  options: RollbackOptions,
  tools: DeployTools,
  execution: Execution,
): Promise<Ended> {
  const { message, hint } = error;
  const nothing = { changed: false, endpoints: [], services: [], findings: [], verdicts: [], replaced: [] };
  const failure = { message, stage: 'resolve', logs: [], undoProblems: [], ...(hint ? { hint } : {}) };
  const outcome: Outcome = { result: 'stopped', ...nothing, failure };
  const record = recordFrom({ identity, outcome, namedPorts: {}, contentHash: undefined }, execution, tools);
  const about = { counts: false };
  const kept = await writeDown(record, { about, recordFile: options.recordFile }, execution, tools);
  return { record: kept, exit: exitCode.stopped, error, changed: false };
}
