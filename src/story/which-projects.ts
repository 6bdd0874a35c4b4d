import { dirname, resolve } from 'node:path';
import { nearest } from '../contract/nearest.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { foldersOfProjects, recordedInstances, recordedProjects } from '../ledger/recorded-projects.ts';
import type { Database } from '../system/database.ts';
import { pathKind, realPath } from '../system/read.ts';

export interface Place {
  database: Database;
  environment: Record<string, string>;
  currentDirectory: string;
}

/** Which projects are meant, and perhaps which instance of them. */
export interface Which {
  /** Absent: all. Empty: the folder's, of which nothing is recorded. */
  projects?: string[];
  instance?: string;
  /** The project's folder, where it was found by that. */
  directory?: string;
}

/** `hello`, `hello/demo`, a folder, or nothing: the project around the current folder, else all of them. Throws UserError. */
export async function whichProjects(reference: string | undefined, place: Place): Promise<Which> {
  if (reference === undefined) return (await ofFolder(place.currentDirectory, place)) ?? {};
  const known = await place.database.read(recordedProjects);
  if (known.includes(reference)) return { projects: [reference] };
  const [project = '', instance, ...more] = reference.split('/');
  if (known.includes(project) && instance && more.length === 0) return { projects: [project], instance };
  const folder = resolve(place.currentDirectory, reference);
  const isFolder = reference.includes('/') || reference === '.' || reference === '..';
  if (isFolder && (await pathKind(folder)) === 'directory') return (await ofFolder(folder, place)) ?? nothingOf(folder);
  throw unknown('project', reference, known);
}

/** The same, with the instance that is meant, too. Throws UserError where nothing is recorded of such an instance. */
export async function whichRecords(reference: string | undefined, named: string | undefined, place: Place): Promise<Which> {
  const which = await whichProjects(reference, place);
  const instance = named ?? which.instance;
  if (instance === undefined || which.projects?.length === 0) return which;
  const all = await place.database.read(recordedInstances);
  const known = all.filter(({ project }) => which.projects?.includes(project) ?? true).map((one) => one.instance);
  if (known.includes(instance)) return { ...which, instance };
  throw unknown('instance', instance, [...new Set(known)], which.projects);
}

/** The one project that is meant; undefined where nothing is recorded of it yet. Throws UserError where it could be several. */
export async function oneProject(reference: string | undefined, place: Place): Promise<string | undefined> {
  const { projects = await place.database.read(recordedProjects), instance } = await whichProjects(reference, place);
  if (instance !== undefined)
    throw new UserError({
      code: 'project-only',
      exit: exitCode.usage,
      message: `metrics as Markdown are those of a whole project, and ${reference} is one instance of it`,
      hint: `name the project: ${projects.join(', ')}`,
    });
  const [project, ...others] = projects;
  if (others.length === 0) return project;
  throw new UserError({
    code: 'which-project',
    exit: exitCode.usage,
    message: `there are records of ${projects.slice(0, 10).join(', ')}${projects.length > 10 ? ', …' : ''}`,
    hint: `say which project: portside history ${project}`,
  });
}

function nothingOf(directory: string): Which {
  return { projects: [], directory };
}

/** The nearest folder above that something is recorded of; undefined outside of any project. */
async function ofFolder(folder: string, { database, environment, currentDirectory }: Place): Promise<Which | undefined> {
  const [start, folders] = await Promise.all([realPath(folder), database.read(foldersOfProjects)]);
  for (const directory of upward(start)) {
    const projects = [...folders].flatMap(([project, places]) => (places.has(directory) ? [project] : []));
    if (projects.length > 0) return { projects, directory };
  }
  const { findProject } = await import('../deploy/resolve/find-project.ts');
  const found = await findProject({ currentDirectory, environment, directory: start }).catch(() => undefined);
  return found && nothingOf(found.directory);
}

function upward(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upward(above)];
}

function unknown(kind: 'project' | 'instance', name: string, known: string[], of: readonly string[] = []): UserError {
  const meant = nearest(name, known);
  return new UserError({
    code: `unknown-${kind}`,
    exit: exitCode.usage,
    message: `nothing is recorded of ${kind === 'project' ? 'a project' : 'an instance'} ${name}${of.length > 0 ? ` of ${of.join(', ')}` : ''}`,
    hint:
      known.length === 0
        ? 'nothing is recorded at all: portside up is the first'
        : meant
          ? `did you mean ${meant}?`
          : `there are records of ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`,
  });
}
