import type { DownOptions, Ended } from '../contract/options.ts';
import { type Engine, EngineError } from '../engine/interface.ts';
import type { Execution } from './execution.ts';
import type { Failure, Outcome } from './model/outcome.ts';
import type { Identity } from './model/stack.ts';
import { planFiles } from './plan-files.ts';
import { ownedLabels } from './prepare.ts';
import { recordFolderIsThere } from './record/copy-record.ts';
import { recoverForDown } from './recover/for-down.ts';
import { unfinishedOf } from './recover/unfinished.ts';
import { type Removal, ownParts, removeAll, whatIsLeft } from './remove-all.ts';
import type { DeployTools } from './tools.ts';
import { recordFrom, writeDown } from './conclude/write-down.ts';

/** Takes an instance down, and looks whether it is really gone. Volumes stay unless they are asked for; `atOnce` kills what runs. */
export async function takeDown(
  identity: Identity,
  options: DownOptions & { atOnce?: boolean },
  tools: DeployTools,
  execution: Execution,
): Promise<Ended> {
  const { composeName, project, instance, directory } = identity;
  await recordFolderIsThere(options.recordFile);
  execution.say({ event: 'begin', action: 'down', instance: `${project}/${instance}` });
  await using _lock = await tools.locks.acquire(composeName, 'down');
  const connection = await tools.connect();
  const registered = await tools.instances.find(composeName);
  const owned = ownedLabels(registered ?? { adopted: false, directory });
  execution.redactor.learnSecrets(await tools.generated.of(composeName));
  const removal: Removal = {
    engine: connection.engine,
    composeName,
    owned,
    volumes: options.volumes ?? false,
    execution,
    atOnce: options.atOnce ?? false,
  };

  const clearing = {
    tell: (step: string, problem?: string) => execution.say({ event: 'undo', step, ...(problem ? { problem } : {}) }),
    note: (message: string) => execution.say({ event: 'note', message }),
    volumesStay: !removal.volumes,
  };
  const half: string[] = [];
  for (const inFlight of await unfinishedOf(composeName, tools))
    half.push(...(await recoverForDown(inFlight, connection, tools, clearing)));
  const { planFile } = (await tools.instances.find(composeName)) ?? {};
  const version = planFile === undefined ? undefined : await planFiles(tools.home, composeName, execution.uuid).read(planFile);
  const problems = await execution.stage('apply', () => removeAll({ ...removal, version }));
  const left = await execution.stage('verify', () => whatIsLeft(removal));
  if (left.length === 0) await forget(removal, { half: half.length > 0 }, tools);

  const failure = failureOf({ left, half, problems }, identity);
  const outcome: Outcome = {
    result: failure ? 'failed' : 'verified',
    changed: true,
    endpoints: [],
    services: [],
    findings: [],
    verdicts: [],
    ...(failure ? { failure } : {}),
  };
  const record = recordFrom({ identity, outcome, namedPorts: {}, contentHash: undefined }, execution, tools);
  const kept = await writeDown(record, { about: { counts: false }, recordFile: options.recordFile }, execution, tools);
  return { record: kept, exit: failure ? 1 : 0, changed: true };
}

function failureOf(
  { left, half, problems }: { left: string[]; half: string[]; problems: string[] },
  { project, instance }: Identity,
): Failure | undefined {
  const rest = { stage: 'verify', logs: problems, undoProblems: [] };
  const name = `${project}/${instance}`;
  if (left.length > 0) return { message: `still there: ${left.join(', ')}`, ...rest };
  if (half.length === 0) return undefined;
  return {
    message: `taken down, but a volume that stays is half restored: ${half.join('; ')}`,
    hint: `the next portside up or portside down ${name} tries again; portside restore ${name} fills it from another snapshot; portside down ${name} --volumes removes it`,
    ...rest,
  };
}

/**
 * Volumes and generated values that stay keep the instance's name for this folder; ports are given back either way. Of volumes that are half restored
 * the journal keeps how they are made whole.
 */
async function forget(removal: Removal, { half }: { half: boolean }, tools: DeployTools): Promise<void> {
  const { composeName, execution } = removal;
  await tools.leases.release(composeName);
  if (removal.volumes) await tools.generated.remove(composeName);
  const { volumes } = await ownParts(removal);
  const stays = half || volumes.length > 0 || Object.keys(await tools.generated.of(composeName)).length > 0;
  if (stays) await tools.instances.update(composeName, { status: 'down', endpoints: [], namedPorts: {}, canary: null });
  else await forgetInstance(composeName, removal.engine, tools);
  if (!half) await tools.journal.endAll(composeName);
  await planFiles(tools.home, composeName, execution.uuid).keepOnly(undefined);
}

/** Nobody can go back to what it was: its revisions go too, and the names that kept their images. */
async function forgetInstance(composeName: string, engine: Engine, { instances, revisions }: DeployTools): Promise<void> {
  const tags = (await revisions.list(composeName)).flatMap(({ images }) => Object.values(images).map(({ tag }) => tag));
  for (const tag of tags) await engine.removeImage(tag).catch(onlyEngineErrors);
  await revisions.forget(composeName);
  await instances.forget(composeName);
}

/** A name more or less keeps nobody from taking an instance down. */
function onlyEngineErrors(error: unknown): void {
  if (!(error instanceof EngineError)) throw error;
}
