import { basename } from 'node:path';
import type { CheckOptions } from '../../contract/check.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { withEdge } from '../../edge/with-edge.ts';
import { EngineError } from '../../engine/interface.ts';
import { gatherFacts } from '../../engine/observe.ts';
import type { Redactor } from '../../redaction/redact.ts';
import { inspect } from '../inspect.ts';
import { normaliseName } from '../model/compose-name.ts';
import type { Draft } from '../model/draft.ts';
import type { Finding } from '../model/finding.ts';
import { type Facts, publishesHere, unknownEngine } from '../model/observed.ts';
import type { Lease } from '../model/port.ts';
import type { Identity } from '../model/stack.ts';
import { identify } from '../prepare.ts';
import { withValuesAtHand } from '../preview.ts';
import { readEnvFiles } from '../resolve/env-files.ts';
import { type FoundProject, findProject } from '../resolve/find-project.ts';
import { defaultInstanceName, validateInstanceName } from '../resolve/instance-name.ts';
import { ComposeRefused } from '../resolve/refusal/refused.ts';
import { resolveStack } from '../resolve/resolve.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { acceptsTheFile } from '../check/before-rules.ts';
import { noPortsLeft } from './no-ports-left.ts';
import { type Acceptable, readAcceptably } from './acceptable.ts';
import { originalPlace } from './original-place.ts';
import { inItsFolder } from './project-files.ts';

/** What a look at a project found. */
export interface Examination {
  found: FoundProject;
  /** Absent where Compose reads nothing of the files. */
  draft?: Draft;
  project: string;
  instance: string;
  findings: Finding[];
  /** What could not be looked at, and why. */
  notChecked: string[];
}

/** All that can be said of a project before anything is started: no lease, no build, nothing written into its folder; an engine only helps. */
export async function examine(options: CheckOptions, tools: DeployTools, redactor: Redactor): Promise<Examination> {
  const connecting = reachable(tools);
  const { environment, currentDirectory } = tools;
  const { directory, files, envFiles, profiles, name } = options;
  if (name !== undefined) validateInstanceName(name);
  const request = {
    ...(directory === undefined ? {} : { directory }),
    ...(files ? { files } : {}),
    ...(envFiles ? { envFiles } : {}),
    ...(profiles ? { profiles } : {}),
  };
  const found = await inItsFolder(await findProject({ currentDirectory, environment, ...request }));
  redactor.learnEnvironment({ ...environment, ...(await readEnvFiles(found.envFiles, environment)) });
  const instance = name ?? (await defaultInstanceName(found.directory, environment));
  const acceptable = await readAcceptably(found, tools);
  try {
    const engine = await connecting;
    const notChecked = [...(engine.problem ? [engine.problem] : []), ...leftOutWords(acceptable)];
    const { draft } = acceptable;
    if (!draft) return { found, project: nameOf(found), instance, findings: acceptable.findings, notChecked };
    const looked = await underRules(draft, acceptable, { ...engine, instance }, tools, redactor);
    const findings = looked.findings.map((finding) => originalPlace(finding, acceptable.instead, acceptable.originals));
    return {
      found,
      draft,
      project: draft.project.name,
      instance,
      findings: [...acceptable.findings, ...findings],
      notChecked: [...notChecked, ...looked.notChecked],
    };
  } finally {
    await acceptable.shadow.remove();
  }
}

interface Reached {
  connection?: Connection;
  problem?: string;
}

async function reachable(tools: Pick<DeployTools, 'connect'>): Promise<Reached> {
  try {
    return { connection: await tools.connect() };
  } catch (error) {
    if (!(error instanceof EngineError) && !(error instanceof UserError)) throw error;
    return { problem: `what only an engine knows (images, networks, ports that containers hold): ${error.message}` };
  }
}

async function underRules(
  read: Draft,
  { shadow }: Acceptable,
  { connection, instance }: Reached & { instance: string },
  tools: DeployTools,
  redactor: Redactor,
): Promise<Pick<Examination, 'findings' | 'notChecked'>> {
  const facts = connection ? await gatherFacts(connection.engine, read.project.name) : withoutEngine(read);
  const identity = await identityOf(read, instance, facts, tools);
  const draft = await withValuesAtHand(read, identity, tools, redactor);
  const { leases, findings } = await leasesOf(draft, identity, facts, tools);
  try {
    const full = await resolveStack(shadow.parser, draft, identity, leases);
    const stack = withEdge(full, full, new Set());
    redactor.learnEnvironment(draft.values);
    const { findings: found } = await inspect({ stack, draft, facts }, { ...tools, ...(connection ? { engine: connection.engine } : {}) });
    const untold = findings.filter(({ cause }) => !found.some((one) => one.cause === cause));
    return { findings: [...untold, ...found], notChecked: [] };
  } catch (error) {
    if (!(error instanceof ComposeRefused)) throw error;
    const refused: Finding = { rule: acceptsTheFile.id, why: acceptsTheFile.why, ...error.found };
    return {
      findings: [...findings, refused],
      notChecked: ['what Compose would run: it does not accept the file with the values of this instance'],
    };
  }
}

/** Nobody knows what an engine has that does not answer: what is said to exist elsewhere counts as there. */
function withoutEngine({ model }: Draft): Facts {
  const named = (group: Record<string, { name?: string } | null> | undefined) =>
    Object.entries(group ?? {}).map(([key, one]) => one?.name ?? key);
  const present = { networks: named(model.networks), volumes: named(model.volumes) };
  return { engine: unknownEngine, publishedPorts: [], networks: [], present, plainCompose: [], starting: 0 };
}

/** A named instance stops nobody, even where plain Compose runs the project. */
async function identityOf(draft: Draft, name: string, facts: Facts, tools: DeployTools): Promise<Identity> {
  // Only its files and facts are asked for.
  const identity = await identify({ name }, { draft, facts } as Parameters<typeof identify>[1], tools);
  if (identity === 'fresh') throw new Error('a fresh copy has no name to check');
  return identity;
}

async function leasesOf(
  draft: Draft,
  { composeName }: Identity,
  facts: Facts,
  tools: DeployTools,
): Promise<{ leases: Lease[]; findings: Finding[] }> {
  const conditions = { published: facts.publishedPorts, local: publishesHere(facts.engine), range: draft.settings.range };
  try {
    return { leases: await tools.leases.peek(composeName, draft.requests, conditions), findings: [] };
  } catch (error) {
    if (!(error instanceof UserError) || error.exit !== exitCode.stopped) throw error;
    // Any other ports do, to look at all the rest.
    const anywhere = draft.requests.map(({ range: _range, demandedBy: _demandedBy, ...request }) => request);
    const leases = await tools.leases.peek(composeName, anywhere, { ...conditions, range: undefined });
    return { leases, findings: [noPortsLeft(error, draft)] };
  }
}

function leftOutWords({ leftOut, draft }: Acceptable): string[] {
  if (!draft) return ['everything else: mend what Compose does not accept first'];
  return leftOut.map((service) => `the service ${service}: Compose cannot read it`);
}

/** As Compose would call it, where it reads nothing. */
function nameOf({ directory }: FoundProject): string {
  return normaliseName(basename(directory));
}
