import type { UpOptions } from '../contract/options.ts';
import type { RecordedCommit } from '../contract/record.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { gatherFacts, observe } from '../engine/observe.ts';
import type { Instance } from '../ledger/instances.ts';
import { composeName } from './model/compose-name.ts';
import { label } from './model/labels.ts';
import type { Facts, Observed } from './model/observed.ts';
import type { Identity, Project } from './model/stack.ts';
import type { Redactor } from '../redaction/redact.ts';
import { readCheckedOut } from '../system/git.ts';
import { readEnvFiles } from './resolve/env-files.ts';
import { findProject } from './resolve/find-project.ts';
import { defaultInstanceName, validateInstanceName } from './resolve/instance-name.ts';
import { type Draft, readDraft } from './resolve/resolve.ts';
import type { Connection, DeployTools } from './tools.ts';

/** What is known before anything is claimed or leased. */
export interface Groundwork {
  connection: Connection;
  draft: Draft;
  facts: Facts;
  /** Where the project's files stood. */
  git?: RecordedCommit;
}

/** Reads the files and looks at the machine, both at once. Throws UserError and EngineError. */
export async function layGroundwork(options: UpOptions, tools: DeployTools, redactor?: Redactor): Promise<Groundwork> {
  const connecting = tools.connect();
  connecting.catch(() => undefined);
  const { directory, files, envFiles, profiles, name } = options;
  if (name !== undefined) validateInstanceName(name);
  const { environment, currentDirectory } = tools;
  const found = await findProject({ currentDirectory, environment, ...given({ directory, files, envFiles, profiles }) });
  const askingGit = readCheckedOut(found.directory, environment);
  // Before anything is said of the files: what Compose complains about may be a secret's value.
  redactor?.learnEnvironment({ ...environment, ...(await readEnvFiles(found.envFiles, environment)) });
  const draft = await readDraft(tools.parser, { found, environment, demands: options.ports ?? [] });
  const connection = await connecting;
  const facts = await gatherFacts(connection.engine, draft.project.name);
  const git = await askingGit;
  return { connection, draft, facts, ...(git ? { git } : {}) };
}

/** The instance that is meant, without claiming it. A fresh one has no name yet. */
export async function identify(options: UpOptions, { draft, facts }: Groundwork, tools: DeployTools): Promise<Identity | 'fresh'> {
  const { project } = draft;
  if (options.fresh) return 'fresh';
  const instance = options.name ?? (await defaultInstanceName(project.directory, tools.environment));
  const mine = await tools.instances.list({ project: project.name, directory: project.directory });
  const known = mine.find((one) => one.instance === instance);
  if (known) return identityOf(known);
  const plain = facts.plainCompose.some((container) => (container.labels[workingDirectory] ?? project.directory) === project.directory);
  if (plain && options.adopt) return { project: project.name, instance, composeName: project.name, directory: project.directory };
  if (plain && options.name === undefined) throw runsUnderCompose(project, facts.plainCompose.length);
  return { project: project.name, instance, composeName: composeName(project.name, instance), directory: project.directory };
}

/** Where Compose was called, as it writes on its containers. */
const workingDirectory = 'com.docker.compose.project.working_dir';

/** Registers the instance for this folder. Throws UserError (exit 3) where another checkout has the name. */
export async function register(
  identity: Identity | 'fresh',
  options: UpOptions,
  { draft }: Groundwork,
  tools: DeployTools,
): Promise<Identity> {
  if (identity === 'fresh') return identityOf(await tools.instances.claimFresh(draft.project, tools.ids));
  return identityOf(await tools.instances.claim(identity, draft.project, { adopted: adopts(identity, options) }));
}

/** What the instance is, seen under its lock: whoever had it before may have changed it until now. */
export async function look(
  identity: Identity,
  options: UpOptions,
  { draft, connection }: Groundwork,
  tools: DeployTools,
): Promise<Claimed> {
  const registered = await tools.instances.claim(identity, draft.project, { adopted: adopts(identity, options) });
  const observed = await observe(connection.engine, identity.composeName, ownedLabels(registered));
  if (!registered.adopted) refuseForeign(identity, observed);
  return { identity, registered, isNew: registered.executionUuid === undefined, observed };
}

export interface Claimed {
  identity: Identity;
  registered: Instance;
  /** It was never verified, nor kept: a failure gives its name back. */
  isNew: boolean;
  observed: Observed;
}

/** What its networks and volumes carry; those that came with plain Compose carry Compose's labels only. */
export function ownedLabels({ adopted, directory }: Pick<Instance, 'adopted' | 'directory'>): Record<string, string> {
  return adopted ? {} : { [label.directory]: directory };
}

export function adopts({ composeName: name, project }: Identity, options: UpOptions): boolean {
  return options.adopt === true && name === project;
}

/** Somebody else's containers under this Compose project's name: another tool's, another folder's, another user's. */
function refuseForeign({ composeName: name, directory }: Identity, { containers }: Observed): void {
  const foreign = containers.find((container) => !container.oneOff && container.labels[label.directory] !== directory);
  if (!foreign) return;
  const owner = foreign.labels[label.directory] ?? foreign.labels[workingDirectory];
  throw new UserError({
    code: 'foreign-containers',
    exit: exitCode.stopped,
    message: `the Compose project ${name} is somebody else's: its container ${foreign.name} ${owner ? `belongs to ${owner}` : 'was not made by Portside'}`,
    hint: 'choose another instance name: portside up --name ID',
  });
}

export function identityOf({ project, instance, composeName: name, directory }: Identity): Identity {
  return { project, instance, composeName: name, directory };
}

function runsUnderCompose(project: Project, containers: number): UserError {
  return new UserError({
    code: 'runs-under-compose',
    exit: exitCode.stopped,
    message: `${project.name} already runs under plain Compose (${containers} containers), with volumes of its own`,
    hint: 'portside up --adopt takes it over, volumes and all; portside up --new starts an empty copy beside it',
  });
}

/** Leaves out what was not given: an absent option is not an undefined one. */
function given<Options extends object>(options: Options): { [Key in keyof Options]?: NonNullable<Options[Key]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
