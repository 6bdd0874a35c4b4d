import { isAbsolute, relative, resolve } from 'node:path';

import type { InstanceView } from '../../contract/instance.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { realPath } from '../../system/read.ts';
import { defaultInstanceName } from '../resolve/instance-name.ts';

export interface Here {
  currentDirectory: string;
  environment: Record<string, string>;
}

/** `demo`, `hello/demo`, a project's folder, or nothing: this branch's instance, else the only one. Throws UserError (exit 2). */
export async function selectInstance(all: InstanceView[], reference: string | undefined, here: Here): Promise<InstanceView> {
  if (reference === undefined) return chooseHere(all, await ofFolder(all, here.currentDirectory), here.currentDirectory, here);
  const named = all.filter((one) => reference === `${one.project}/${one.instance}` || reference === one.compose_name);
  const local = (await ofFolder(all, here.currentDirectory)).filter((one) => one.instance === reference);
  const anywhere = all.filter((one) => one.instance === reference);
  const found = [named, local, anywhere].find((some) => some.length > 0);
  if (found?.[0] && found.length === 1) return found[0];
  if (found) throw ambiguous(`several instances are called ${reference}`, found);
  // The very folder: a misspelt name would otherwise be a path below the current one, and mean this project.
  const folder = await realPath(resolve(here.currentDirectory, reference));
  const inFolder = all.filter((one) => one.directory === folder);
  if (inFolder.length > 0) return chooseHere(all, inFolder, folder, here);
  throw ambiguous(`there is no instance ${reference}`, all);
}

async function chooseHere(all: InstanceView[], mine: InstanceView[], folder: string, { environment }: Here): Promise<InstanceView> {
  const name = await defaultInstanceName(folder, environment);
  const pool = mine.length > 0 ? mine : all;
  for (const choices of [pool.filter((one) => one.state !== 'down'), pool]) {
    const ours = mine.length > 0 ? choices.find((one) => one.instance === name) : undefined;
    const only = choices.length === 1 ? choices[0] : undefined;
    const chosen = ours ?? only;
    if (chosen) return chosen;
  }
  throw ambiguous(pool.length > 0 ? "several instances run, and none is this branch's" : 'no instance runs', pool);
}

/** Instances of the project whose folder this is, or lies below. */
export async function ofFolder(all: InstanceView[], folder: string): Promise<InstanceView[]> {
  const place = await realPath(folder);
  const around = all.filter((one) => isWithin(place, one.directory));
  const deepest = Math.max(0, ...around.map((one) => one.directory.length));
  return around.filter((one) => one.directory.length === deepest);
}

function isWithin(place: string, directory: string): boolean {
  const path = relative(directory, place);
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

function ambiguous(problem: string, choices: InstanceView[]): UserError {
  const names = choices.map((one) => `${one.project}/${one.instance}`);
  return new UserError({
    code: 'which-instance',
    exit: exitCode.usage,
    message: problem,
    hint: names.length > 0 ? `name one of: ${names.join(', ')}` : 'start one with: portside up',
  });
}
