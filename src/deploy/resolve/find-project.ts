import { delimiter, dirname, join, resolve } from 'node:path';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { listDirectory, pathKind, realPath } from '../../system/read.ts';
import type { Project } from '../model/stack.ts';
import { readEnvFiles } from './env-files.ts';

/** What the user typed, and where. */
export interface ProjectRequest {
  /** Absent: the current folder, or the nearest one above it that has a Compose file. */
  directory?: string;
  currentDirectory: string;
  files?: string[];
  envFiles?: string[];
  profiles?: string[];
  environment: Record<string, string>;
}

/** A project before Compose has said its name. */
export type FoundProject = Omit<Project, 'name'>;

const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const overrideNames = ['compose.override.yaml', 'compose.override.yml', 'docker-compose.override.yaml', 'docker-compose.override.yml'];

/** Finds a project's files as Compose would, but refuses to choose between several. Throws UserError. */
export async function findProject(request: ProjectRequest): Promise<FoundProject> {
  const start = resolve(request.currentDirectory, request.directory ?? '.');
  const named = request.files?.length
    ? await namedFiles(request.files, request.currentDirectory, start)
    : await filesOfVariable(start, request);
  const files = named ?? (await discover(start, request));
  const directory = await realPath(request.directory === undefined ? dirname(files[0] ?? start) : start);
  const envFiles = await findEnvFiles(directory, request);
  const profiles = request.profiles?.length
    ? request.profiles
    : listOf((await shellAndEnvFiles(envFiles, request))['COMPOSE_PROFILES'], ',');
  return { directory, files, envFiles, profiles };
}

async function namedFiles(files: string[], ...bases: string[]): Promise<string[]> {
  return Promise.all(
    files.map(async (file) => {
      const candidates = bases.map((base) => resolve(base, file));
      const kinds = await Promise.all(candidates.map(pathKind));
      const found = candidates[kinds.indexOf('file')];
      if (found) return found;
      throw wrongUsage(
        'compose-file-missing',
        `There is no Compose file ${candidates[0]}${kinds.includes('directory') ? ': it is a folder' : ''}.`,
      );
    }),
  );
}

async function filesOfVariable(start: string, { environment, envFiles }: ProjectRequest): Promise<string[] | undefined> {
  const values =
    environment['COMPOSE_FILE'] || envFiles?.length
      ? environment
      : { ...(await readEnvFiles([join(start, '.env')], environment)), ...environment };
  const files = listOf(values['COMPOSE_FILE'], values['COMPOSE_PATH_SEPARATOR'] ?? delimiter);
  return files.length > 0 ? namedFiles(files, start) : undefined;
}

async function discover(start: string, { directory, environment }: ProjectRequest): Promise<string[]> {
  const stop = resolve(environment['HOME'] ?? '/');
  for (let folder = start; ; folder = dirname(folder)) {
    const files = await filesIn(folder);
    if (files) return files;
    const last = directory !== undefined || folder === stop || folder === dirname(folder);
    if (last) throw await nothingFound(start);
  }
}

async function filesIn(folder: string): Promise<string[] | undefined> {
  const names = await listDirectory(folder);
  if (names === 'unreadable')
    throw wrongUsage('directory-unreadable', `The folder ${folder} cannot be read.`, 'Look at its owner and mode: ls -ld');
  if (names === 'missing') return undefined;
  const candidates = defaultNames.filter((name) => names.includes(name));
  if (candidates.length > 1) throw severalCandidates(folder, candidates);
  if (candidates.length === 0) return undefined;
  return [...candidates, ...overrideNames.filter((name) => names.includes(name)).slice(0, 1)].map((name) => join(folder, name));
}

async function nothingFound(start: string): Promise<UserError> {
  const kind = await pathKind(start);
  if (kind === 'missing') return wrongUsage('directory-missing', `There is no folder ${start}.`);
  if (kind === 'file')
    return wrongUsage('not-a-directory', `${start} is a file, not a project's folder.`, `To name a Compose file: -f ${start}`);
  const names = await listDirectory(start);
  const others = Array.isArray(names) ? names.filter((name) => /compose.*\.ya?ml$/i.test(name)) : [];
  if (others.length > 0) return severalCandidates(start, others);
  return wrongUsage(
    'no-compose-file',
    `There is no Compose file in ${start}.`,
    `Portside looks for ${defaultNames.join(', ')}. Another name: -f FILE`,
  );
}

function severalCandidates(folder: string, names: string[]): UserError {
  const message =
    names.length === 1
      ? `${folder} has no Compose file of a standard name, but it has ${names[0]}.`
      : `${folder} has several files that could be the one: ${names.join(', ')}.`;
  return wrongUsage('which-compose-file', message, `Say which: ${names.map((name) => `-f ${name}`).join('  or  ')}`);
}

async function findEnvFiles(directory: string, { envFiles, environment, currentDirectory }: ProjectRequest): Promise<string[]> {
  const named = envFiles?.length ? envFiles : listOf(environment['COMPOSE_ENV_FILES'], ',');
  if (named.length === 0) return (await pathKind(join(directory, '.env'))) === 'file' ? [join(directory, '.env')] : [];
  return Promise.all(
    named.map(async (file) => {
      const path = resolve(currentDirectory, file);
      if ((await pathKind(path)) === 'file') return path;
      throw wrongUsage('env-file-missing', `There is no env file ${path}.`);
    }),
  );
}

async function shellAndEnvFiles(envFiles: string[], { environment }: ProjectRequest): Promise<Record<string, string>> {
  return environment['COMPOSE_PROFILES'] === undefined ? { ...(await readEnvFiles(envFiles, environment)), ...environment } : environment;
}

function listOf(text: string | undefined, separator: string): string[] {
  return (text ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}

function wrongUsage(code: string, message: string, hint?: string): UserError {
  return new UserError({ code, exit: exitCode.usage, message, ...(hint ? { hint } : {}) });
}
