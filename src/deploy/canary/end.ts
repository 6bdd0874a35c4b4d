import type { Ended, UpOptions } from '../../contract/options.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Instance } from '../../ledger/instances.ts';
import { recordFrom, writeDown } from '../conclude/write-down.ts';
import { clearUp } from '../recover/clear-up.ts';
import type { Execution } from '../execution.ts';
import { lockInstance } from '../lock-instance.ts';
import { identityOf } from '../prepare.ts';
import { learnRevision } from '../record/learn-stack.ts';
import { findProject } from '../resolve/find-project.ts';
import { defaultInstanceName } from '../resolve/instance-name.ts';
import type { DeployTools } from '../tools.ts';
import { exits } from '../model/outcome.ts';
import { abortCanary } from './abort.ts';
import type { Ending } from './ending.ts';
import { keptCommitment } from './kept.ts';
import { promoteCanary } from './promote.ts';

/** Ends a canary, one way or the other. Throws UserError (exit 3) where none waits, or the new version does not run well enough to be promoted. */
export async function endCanary(options: UpOptions, tools: DeployTools, execution: Execution): Promise<Ended> {
  const connecting = tools.connect();
  connecting.catch(() => undefined);
  const known = await waitingCanary(options, tools);
  const { composeName, project } = known;
  execution.say({ event: 'begin', action: 'up', instance: `${project}/${known.instance}` });
  await using _lock = await lockInstance(composeName, options, tools, execution);
  const connection = await connecting;
  await clearUp(composeName, connection, tools, execution);
  const [instance, parked] = await Promise.all([tools.instances.find(composeName), tools.journal.parked(composeName)]);
  if (!instance || !parked) throw noCanary(project);
  const canary = await keptCommitment(tools.home, composeName, parked.uuid);
  for (const number of [instance.revision, canary?.revision]) {
    const stack = number === undefined ? undefined : (await tools.revisions.get(composeName, number))?.stack;
    if (stack) learnRevision(execution.redactor, stack, tools.environment);
  }
  const ending: Ending = { ...{ instance, parked, connection, tools, execution }, drainMs: options.drainMs };
  const outcome = await execution.stage('apply', () => (options.promote ? promoteCanary(ending) : abortCanary(ending)));
  const now = (await tools.instances.find(composeName)) ?? instance;
  const identity = identityOf(now);
  const { namedPorts, contentHash, revision } = now;
  const git = options.promote ? (await tools.history.get(parked.uuid))?.record.git : undefined;
  const record = recordFrom({ identity, outcome, namedPorts, contentHash, revision, git }, execution, tools);
  const about = { counts: false };
  const kept = await writeDown(record, { about, recordFile: options.recordFile }, execution, tools);
  return { record: kept, exit: exits[outcome.result], changed: outcome.changed };
}

/** Nothing of it is read but where the project is: its files may say something else by now. */
async function waitingCanary({ directory, files, name }: UpOptions, tools: DeployTools): Promise<Instance> {
  const { environment, currentDirectory, instances } = tools;
  const found = await findProject({ currentDirectory, environment, ...(directory ? { directory } : {}), ...(files ? { files } : {}) });
  const waiting = (await instances.list({ directory: found.directory })).filter(({ canary }) => canary);
  const meant = name ?? (await defaultInstanceName(found.directory, environment));
  const [only] = waiting;
  const chosen = waiting.find(({ instance }) => instance === meant) ?? (name === undefined && waiting.length === 1 ? only : undefined);
  if (chosen) return chosen;
  throw noCanary(
    meant,
    waiting.map(({ instance }) => instance),
  );
}

function noCanary(meant: string, others: string[] = []): UserError {
  return new UserError({
    code: 'no-canary',
    exit: exitCode.stopped,
    message: `no canary of ${meant} waits`,
    hint: others.length > 0 ? `there is one of ${others.join(', ')}: --name ${others[0]}` : 'begin one: portside up --canary 10',
  });
}
