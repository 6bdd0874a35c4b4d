import type { Settings } from '../../contract/settings.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { observe } from '../../engine/observe.ts';
import type { Instance } from '../../ledger/instances.ts';
import type { InFlight } from '../../ledger/journal.ts';
import { clearUp } from '../recover/clear-up.ts';
import type { Execution } from '../execution.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { Observed, ObservedContainer } from '../model/observed.ts';
import type { Identity } from '../model/stack.ts';
import { planFiles } from '../plan-files.ts';
import { ownedLabels } from '../prepare.ts';
import { learnStack } from '../record/learn-stack.ts';
import { readContents } from '../resolve/contents.ts';
import { readSettings } from '../resolve/resolve.ts';
import type { Connection, DeployTools } from '../tools.ts';

/** An instance as it stands, under its lock: what was planned of it, and what there is. */
export interface Scene {
  identity: Identity;
  registered: Instance;
  connection: Connection;
  /** What it was brought up with; absent where nothing of it was ever verified, or it is down. */
  plan?: ComposeFile;
  settings: Settings;
  observed: Observed;
  /** Every container of the machine. */
  containers: ObservedContainer[];
  /** What killed executions left, and could not be cleared up. */
  left: InFlight[];
}

/** Looks at an instance, after clearing up what killed executions left of it. Throws UserError where it is not known. */
export async function lookAround(
  identity: Identity,
  connection: Connection,
  tools: DeployTools,
  execution: Execution,
  mayStay?: (inFlight: InFlight) => boolean,
): Promise<Scene> {
  const { composeName, project, instance } = identity;
  const registered = await tools.instances.find(composeName);
  if (!registered) throw unknown(`${project}/${instance}`);
  execution.redactor.learnSecrets(await tools.generated.of(composeName));
  const { left } = await clearUp(composeName, connection, tools, execution, mayStay);
  const plan = registered.planFile ? await planFiles(tools.home, composeName, execution.uuid).read(registered.planFile) : undefined;
  if (plan) learnStack(execution.redactor, plan, await readContents(plan, {}));
  const settings = await settingsOf(registered, plan, tools);
  const owned = ownedLabels(registered);
  const [observed, containers] = await Promise.all([observe(connection.engine, composeName, owned), connection.engine.listContainers()]);
  return { identity, registered, connection, ...(plan ? { plan } : {}), settings, observed, containers, left };
}

/** Those of the version that runs, and not what the file may say by now. */
async function settingsOf(
  { composeName, revision }: Instance,
  plan: ComposeFile | undefined,
  { revisions }: DeployTools,
): Promise<Settings> {
  const known = revision === undefined ? undefined : await revisions.get(composeName, revision);
  return known?.stack.settings ?? (await readSettings(plan?.['x-portside'])).settings;
}

function unknown(name: string): UserError {
  return new UserError({
    code: 'no-such-instance',
    exit: exitCode.usage,
    message: `there is no instance ${name} any more`,
    hint: 'portside up starts it',
  });
}
