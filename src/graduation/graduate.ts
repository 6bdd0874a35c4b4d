import type { GraduateOptions, Graduating, Trust } from '../contract/graduate.ts';
import type { InstanceView } from '../contract/instance.ts';
import type { ExecutionRecord, Graduation } from '../contract/record.ts';
import { usualRatio } from '../deploy/model/asked-ratio.ts';
import { shellWord } from '../contract/shell-word.ts';
import type { Outcome } from '../deploy/model/outcome.ts';
import { recordFrom, writeDown } from '../deploy/conclude/write-down.ts';
import type { Execution } from '../deploy/execution.ts';
import { lockInstance } from '../deploy/lock-instance.ts';
import { identityOf } from '../deploy/prepare.ts';
import { recordFolderIsThere } from '../deploy/record/copy-record.ts';
import { listInstances } from '../deploy/roster/roster.ts';
import type { DeployTools } from '../deploy/tools.ts';
import type { Version } from '../ledger/history.ts';
import type { Instance } from '../ledger/instances.ts';
import { beforeNotes } from './before-note.ts';
import { dataNotes } from './data-note.ts';
import { type SeenFiles, seeFiles } from './look.ts';
import { makeStanding } from './make.ts';
import { whatIsMissing } from './missing.ts';
import { placeFor, writeWhereDifferent } from './place.ts';
import { proveStanding } from './prove.ts';
import { type Refusing, recordMissing, recordingRefusals } from './refused.ts';
import { runLine } from './run-line.ts';
import { standingText } from './text.ts';

/**
 * Writes the standing Compose file of a version that has earned trust, and records that; a refusal is recorded too. Throws UserError (exit 3, recorded as well) where
 * the file cannot be written.
 */
export async function graduate(
  view: InstanceView,
  options: GraduateOptions,
  tools: DeployTools,
  execution: Execution,
): Promise<Graduating> {
  const { compose_name: composeName, project, instance } = view;
  await recordFolderIsThere(options.recordFile);
  execution.say({ event: 'begin', action: 'graduate', instance: `${project}/${instance}` });
  await using _lock = await lockInstance(composeName, {}, tools, execution);
  const refusing = { view, options, tools, execution };
  return await recordingRefusals(refusing, () => judge(refusing));
}

async function judge({ view, options, tools, execution }: Refusing & { options: GraduateOptions }): Promise<Graduating> {
  const { project, instance, directory } = view;
  const now = await see(view, tools, execution);
  const { registered, version, seen } = now;
  const ratio = options.ratio ?? now.settings?.graduate?.ratio ?? usualRatio;
  const counted = version?.sinceTakenBack;
  const trust: Trust = {
    ...{ project, instance, directory },
    ...(version ? { version: version.number } : {}),
    ...(registered?.contentHash ? { content_hash: registered.contentHash } : {}),
    ...(counted ?? { successes: 0, failures: 0 }),
    ratio,
  };
  const missing = whatIsMissing({
    up: upCommand(view, tools.currentDirectory),
    ...{ state: now.state, reference: `${project}/${instance}`, canary: registered?.canary !== undefined, counted, ratio },
    ...{ runs: registered?.contentHash, files: seen?.contentHash, unset: (seen?.draft.missing ?? []).map(({ name }) => name) },
    ...{ graduated: version?.graduated !== undefined, takenBack: version?.takenBack !== undefined },
  });
  if (missing.length > 0 || !registered || !version || !seen)
    return { graduated: false, missing, ...trust, record: await recordMissing(missing, { view, options, tools, execution }) };
  return await settle({ registered, version, seen, trust, options, tools, execution });
}

interface Earned {
  registered: Instance;
  version: Version;
  seen: SeenFiles;
  trust: Trust;
  options: GraduateOptions;
  tools: DeployTools;
  execution: Execution;
}

async function settle({ registered, version, seen, trust, options, tools, execution }: Earned): Promise<Graduating> {
  const { project, settings } = seen.stack;
  const { contentHash, graduated } = version;
  const file = await placeFor(project, settings, options, tools.currentDirectory);
  const name = `${project.name}-standing`;
  const made = await execution.stage('resolve', () => makeStanding(seen, name, tools));
  const { envFiles, directory } = project;
  const running = { file, directory, envFiles, includedFrom: made.includedFrom, name };
  const run = runLine(running);
  const notes = [...beforeNotes(settings, running), ...made.notes, ...dataNotes(made.file, registered)];
  const graduation = graduated ?? { successes: trust.successes, failures: trust.failures, ratio: trust.ratio, file };
  const record = graduated ? undefined : recordOf(registered, { graduation: { ...graduation, file }, git: seen.git }, execution, tools);
  const text = await standingText(made, {
    ...{ project: project.name, instance: registered.instance, version: version.number, contentHash, run, notes },
    ...{ successes: graduation.successes, failures: graduation.failures, ratio: graduation.ratio },
    uuid: graduated?.uuid ?? execution.uuid,
    timestamp: graduated?.timestamp ?? record?.timestamp ?? '',
  });
  await execution.stage('verify', () => proveStanding(text, made, seen, tools));
  // First the record: a file that speaks of one that is not there would be a false claim, and the other way round the next call mends it.
  const kept = record && (await writeDown(record, { about: { counts: false }, recordFile: options.recordFile }, execution, tools));
  const written = await writeWhereDifferent(file, text);
  return {
    ...{ graduated: true, missing: [], file, written, notes, run, ...trust },
    ...(graduated ? { already: { execution_uuid: graduated.uuid, timestamp: graduated.timestamp } } : {}),
    ...(kept ? { record: kept } : {}),
  };
}

/** What runs, what the files say, and what counts. Files are not asked for what does not run. */
async function see(view: InstanceView, tools: DeployTools, execution: Execution) {
  const { engine } = await tools.connect();
  const [registered, listed, versions] = await Promise.all([
    tools.instances.find(view.compose_name),
    listInstances(engine, tools),
    tools.history.versions(view.project),
  ]);
  const state = listed.find((one) => one.compose_name === view.compose_name)?.state ?? 'down';
  const version = versions.find(({ contentHash }) => contentHash === registered?.contentHash);
  const seen =
    registered && state === 'running' ? await execution.stage('check', () => seeFiles(registered, tools, execution.redactor)) : undefined;
  const kept = registered?.revision === undefined || seen ? undefined : await tools.revisions.get(view.compose_name, registered.revision);
  return { registered, state, version, seen, settings: seen?.stack.settings ?? kept?.stack.settings };
}

function recordOf(
  registered: Instance,
  { graduation, git }: { graduation: Graduation; git: SeenFiles['git'] },
  execution: Execution,
  tools: DeployTools,
): ExecutionRecord {
  const { endpoints, namedPorts, contentHash, revision } = registered;
  const outcome: Outcome = { result: 'verified', changed: false, endpoints, services: [], findings: [], verdicts: [], graduation };
  return recordFrom({ identity: identityOf(registered), outcome, namedPorts, contentHash, revision, git }, execution, tools);
}

/** Of this instance, not of the branch's where the user stands. */
function upCommand({ instance, directory }: Pick<InstanceView, 'instance' | 'directory'>, currentDirectory: string): string {
  const inside = currentDirectory === directory || currentDirectory.startsWith(`${directory}/`);
  return `portside up --name ${instance}${inside ? '' : ` ${shellWord(directory)}`}`;
}
