import { dirname, resolve } from 'node:path';
import type { WrittenFile } from '../../../deploy/model/draft.ts';
import type { Stack } from '../../../deploy/model/stack.ts';
import type { Power, Reach } from '../power.ts';
import { power } from './containers.ts';
import { isFromShell } from './variables.ts';

/** What the files themselves reach for, and the model no longer tells: files outside of the tree, variables passed on by name. */
export function writtenPowers(files: readonly WrittenFile[], stack: Stack, place: Reach['place']): Power[] {
  return files.flatMap(({ file, data }) => {
    const services = Object.entries(Object(Object(data)['services'])) as [string, Record<string, unknown>][];
    const read = [
      ...includedPaths(Object(data)['include']),
      ...services.flatMap(([, service]) => [Object(Object(service)['extends'])['file'], ...paths(Object(service)['env_file'])]),
      ...services.flatMap(([, service]) => paths(Object(service)['label_file'])),
    ];
    return [
      ...read.flatMap((path) => readPowers(path, dirname(file), place)),
      ...services.flatMap(([name, service]) => passedOn(name, Object(service), stack)),
    ];
  });
}

function includedPaths(include: unknown): unknown[] {
  return paths(include).length > 0
    ? [include].flat().flatMap((item) => {
        if (typeof item === 'string') return [item];
        const { path, env_file: environment, project_directory: directory } = Object(item);
        return [path, environment, directory].flat();
      })
    : [];
}

function paths(value: unknown): unknown[] {
  return [value ?? []].flat().map((item: unknown) => (typeof item === 'string' ? item : Object(item)['path']));
}

/** A path made of variables could lead anywhere. */
function readPowers(path: unknown, folder: string, place: Reach['place']): Power[] {
  if (typeof path !== 'string' || /^[a-z][\w+]*:\/\/|^git@/.test(path)) return typeof path === 'string' ? [remote(path)] : [];
  if (path.includes('$')) return [power('file', `the Compose file would read ${path}, wherever that is`, path)];
  const there = place(resolve(folder, path));
  return there.inside ? [] : [power('file', `the Compose file would read ${there.path}, outside of the project`, there.path)];
}

function remote(path: string): Power {
  return power('file', `the Compose file would read ${path}, which is not the project's`, path);
}

/** `environment: [NAME]` and `NAME:` without a value take it from the environment, if that has one. */
function passedOn(service: string, definition: Record<string, unknown>, stack: Stack): Power[] {
  const lists = [definition['environment'], Object(definition['build'])['args']];
  const names = lists.flatMap((list) =>
    Array.isArray(list)
      ? list.map(String).filter((entry) => !entry.includes('='))
      : Object.entries(Object(list)).flatMap(([name, value]) => (value === null ? [name] : [])),
  );
  return names
    .filter((name) => isFromShell(name, stack))
    .map((name) => power('variable', `${service} would get the variable ${name} of the machine's environment`, name));
}
