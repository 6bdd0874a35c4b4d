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
  const inFolder = await ofFolder(all, resolve(here.currentDirectory, reference));
  if (inFolder.length > 0) return chooseHere(all, inFolder, resolve(here.currentDirectory, reference), here);
  throw ambiguous(`there is no instance ${reference}`, all);
}

async function chooseHere(all: InstanceView[], mine: InstanceView[], folder: string, { environment }: Here): Promise<InstanceView> {
  const name = await defaultInstanceName(folder, environment);
  const ours = mine.find((one) => one.instance === name);
  const [first, ...others] = mine.length > 0 ? mine : all;
  if (ours) return ours;
  if (first && others.length === 0) return first;
  throw ambiguous(first ? "several instances run, and none is this branch's" : 'no instance runs', all);
}

/** Instances of the project whose folder this is, or lies below. */
export async function ofFolder(all: InstanceView[], folder: string): Promise<InstanceView[]> {
  const place = await realPath(folder).catch(() => folder);
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
