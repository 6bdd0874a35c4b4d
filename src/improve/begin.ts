import { basename, join, relative, resolve } from 'node:path';
import type { Criterion, ImproveOptions } from '../contract/improve.ts';
import type { Settings } from '../contract/settings.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { findProject } from '../deploy/resolve/find-project.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { type Run, newRun } from '../loop/run.ts';
import type { RunStore } from '../loop/run-store.ts';
import { dirtyBase } from '../loop/tree/dirty-base.ts';
import { type IgnoredInput, copyInputs, ignoredInputs } from '../loop/tree/ignored-inputs.ts';
import { type Keeper, openKeeper } from '../loop/tree/keeper.ts';
import { type Repository, beginRepository, findRepository } from '../loop/tree/repository.ts';
import { baseSettings } from './base-settings.ts';
import { rememberedOf } from './resume.ts';
import { criteriaAsked } from '../contract/until.ts';

/** A project, its repository, and the run that is begun or gone on with. */
export interface Begun {
  run: Run;
  resumed: boolean;
  repository: Repository;
  keeper: Keeper;
  inputs: IgnoredInput[];
  settings: Settings;
  /** Files as `up` takes them, from the project's folder wherever that lies. */
  files: { files: string[]; envFiles: string[]; profiles: string[] };
}

/** The run's own repository, in its folder. */
export const keeperFolder = 'keeper.git';

/** Where the project is. Throws UserError where there is none, or no repository around it. */
export async function findAll(options: ImproveOptions, { environment, currentDirectory }: DeployTools) {
  const { directory, files, envFiles, profiles } = options;
  const asked = Object.fromEntries(Object.entries({ directory, files, envFiles, profiles }).filter(([, value]) => value !== undefined));
  const found = await findProject({ currentDirectory, environment, ...asked });
  if (options.init)
    await findRepository(found.directory, environment).catch((error: unknown) => {
      const none = error instanceof UserError && (error.code === 'no-repository' || error.code === 'no-commit');
      if (!none) throw error;
      return beginRepository(found.directory, environment);
    });
  return { found, repository: await findRepository(found.directory, environment) };
}

export type FoundAll = Awaited<ReturnType<typeof findAll>>;

/** Begins a run at HEAD, or goes on with the one that did not end. */
export async function begin(
  options: ImproveOptions,
  { found, repository }: FoundAll,
  { store, unfinished, uuid }: { store: RunStore; unfinished: Run | undefined; uuid: string },
  tools: DeployTools,
): Promise<Begun> {
  const keeper = await openKeeper(join(store.folder, keeperFolder), repository);
  const inputs = await ignoredInputs(repository);
  // Nothing was judged yet: what is committed by now is what it is about.
  const goesOn = unfinished?.baseJudged !== undefined;
  const base = goesOn ? unfinished.base : options.includeDirty ? await dirtyBase(keeper, repository, store.folder) : repository.head;
  const files = {
    files: (options.files ?? []).map((file) => inTree(file, repository.root, tools.currentDirectory, found.directory)),
    envFiles: (options.envFiles ?? []).map((file) => inTree(file, repository.root, tools.currentDirectory, found.directory)),
    profiles: options.profiles ?? [],
  };
  const settings = await settingsAt(base, { keeper, repository, inputs, folder: store.folder, files: found.files });
  const agent = agentOf(options, settings);
  const criteria = criteriaAsked(options.until, settings.accept);
  const until = options.until ?? (settings.accept ? 'x-portside.accept' : 'verified');
  const asked = rememberedOf(options, tools.currentDirectory);
  const begun = { repository, keeper, inputs, settings, files };
  if (goesOn) return { ...begun, run: { ...withoutOthersSession(unfinished, agent), agent, asked }, resumed: true };
  const goal = options.goal === undefined ? {} : { goal: options.goal };
  const id = unfinished?.id ?? uuid;
  const run = newRun({ id, directory: found.directory, agent, until, criteria, startedAt: tools.clock.now(), base, ...goal });
  return { ...begun, run: { ...run, asked }, resumed: false };
}

/** A session is one agent's own. */
function withoutOthersSession(run: Run, agent: string): Run {
  const { session: _, ...rest } = run;
  return run.agent === agent ? run : rest;
}

/** As asked, as the project says, else the rules, which need no model. */
export function agentOf({ agent, command, url }: ImproveOptions, settings: Settings): string {
  return agent ?? settings.improve?.agent ?? (command ? 'command' : url ? 'http' : 'rules');
}

async function settingsAt(
  commit: string,
  {
    keeper,
    repository,
    inputs,
    folder,
    files,
  }: { keeper: Keeper; repository: Repository; inputs: IgnoredInput[]; folder: string; files: string[] },
): Promise<Settings> {
  const trial = join(folder, 'trial', basename(repository.root));
  await keeper.writeOut(commit, trial, `${trial}.index`);
  await copyInputs(inputs, repository.root, trial);
  return baseSettings(files.map((file) => join(trial, relative(repository.root, file))));
}

/** A file that is named from the project's folder, so that it is the one of the tree that is judged. Throws UserError for one outside of the repository. */
function inTree(file: string, root: string, currentDirectory: string, directory: string): string {
  const path = resolve(currentDirectory, file);
  if (relative(root, path).startsWith('..'))
    throw new UserError({
      code: 'file-outside',
      exit: exitCode.usage,
      message: `${file} is outside of the repository, and agents work in a copy of that`,
      hint: 'move it in, or leave it out',
    });
  return relative(directory, path);
}

export type { Criterion };
