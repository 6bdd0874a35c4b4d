import { dirname, resolve } from 'node:path';
import type { VariableUse } from '../../contract/configuration.ts';
import { placeOf } from '../model/finding.ts';
import { mentionedVariables } from '../model/interpolation.ts';
import { locate } from '../resolve/locate.ts';
import type { SourceDocument } from '../resolve/source-document.ts';

type Path = (string | number)[];

/** A place of the files that takes a variable's value. */
export interface Use extends VariableUse, Mention {}

/** How it is asked for: `${name<operator><operand>}`. */
interface Mention {
  name: string;
  operator: string;
  operand: string;
}

/** An env file of services, and who reads it. */
export interface ServiceFile {
  file: string;
  services: string[];
}

/** Where each variable is filled in, handed on by its name, or asked for by the settings. */
export function usesIn(documents: SourceDocument[]): Use[] {
  return documents.flatMap((source) =>
    [...textsIn(source.data, []), ...passedIn(source.data)].flatMap(({ mentions, path }) => {
      const found = locate([source], path);
      const use = { ...servicePart(path), key: keyOf(path, source.data), at: found ? placeOf(found) : source.file };
      return mentions.map((mention) => ({ ...mention, ...use }));
    }),
  );
}

interface Mentions {
  mentions: Mention[];
  path: Path;
}

function byName(name: string, path: Path): Mentions {
  return { mentions: [{ name, operator: '', operand: '' }], path };
}

/** What stands in an extension of its author's own reaches services by anchors, and is seen there. */
function textsIn(data: unknown, path: Path): Mentions[] {
  if (typeof data === 'string') {
    const mentions = mentionedVariables(data).map(({ variable, operator, operand }) => ({ name: variable, operator, operand }));
    return mentions.length > 0 ? [{ mentions, path }] : [];
  }
  if (typeof data !== 'object' || data === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(data) ? [...data.entries()] : Object.entries(data);
  return entries
    .filter(([key]) => path.length > 0 || key === 'x-portside' || !String(key).startsWith('x-'))
    .flatMap(([key, value]) => textsIn(value, [...path, key]));
}

/** `environment: [NAME]`, `args: [NAME]`, `secrets: { x: { environment: NAME } }`, and what `x-portside.env` names. */
function passedIn(data: unknown): Mentions[] {
  const services = Object.entries(at(data, 'services')).flatMap(([service, definition]) => [
    ...namesAlone(at(definition, 'environment'), ['services', service, 'environment']),
    ...namesAlone(at(definition, 'build', 'args'), ['services', service, 'build', 'args']),
  ]);
  const sources = ['secrets', 'configs'].flatMap((group) =>
    Object.entries(at(data, group)).flatMap(([key, source]) => {
      const name = at(source)['environment'];
      return typeof name === 'string' ? [byName(name, [group, key, 'environment'])] : [];
    }),
  );
  const settings = ['required', 'optional', 'generate'].flatMap((key) => {
    const named: unknown = at(data, 'x-portside', 'env')[key];
    const entries: [string | number, unknown][] = Array.isArray(named)
      ? [...named.entries()]
      : Object.entries(Object(named) as object).map(([name]) => [name, name]);
    return entries.map(([place, name]) => byName(String(name), ['x-portside', 'env', key, place]));
  });
  return [...services, ...sources, ...settings];
}

function namesAlone(written: Record<string, unknown>, path: Path): Mentions[] {
  if (!Array.isArray(written))
    return Object.entries(written).flatMap(([name, value]) => (value === null ? [byName(name, [...path, name])] : []));
  return written.flatMap((item: unknown, index) =>
    typeof item === 'string' && /^\w+$/.test(item) ? [byName(item, [...path, index])] : [],
  );
}

/** The env files that services read for themselves; a path with a variable in it is left to Compose. */
export function serviceFilesIn(documents: SourceDocument[]): ServiceFile[] {
  const readers = new Map<string, string[]>();
  for (const { data, file } of documents) {
    for (const [service, definition] of Object.entries(at(data, 'services'))) {
      for (const item of [at(definition)['env_file']].flat() as unknown[]) {
        const path = typeof item === 'string' ? item : at(item)['path'];
        if (typeof path !== 'string' || path.includes('$')) continue;
        const whole = resolve(dirname(file), path);
        readers.set(whole, [...new Set([...(readers.get(whole) ?? []), service])]);
      }
    }
  }
  return [...readers].map(([file, services]) => ({ file, services }));
}

function servicePart(path: Path): { service?: string } {
  const [group, service] = path;
  return group === 'services' && typeof service === 'string' ? { service } : {};
}

/** An item of a list of `NAME=value` goes by its name. */
function keyOf(path: Path, data: unknown): string {
  const parts = path.map((part, depth) => {
    if (typeof part === 'string') return `.${part}`;
    const item: unknown = path.slice(0, depth + 1).reduce<unknown>((value, key) => Object(value)[key], data);
    const name = named.has(path[depth - 1] ?? '') ? /^\w+/.exec(String(item))?.[0] : undefined;
    return name ? `.${name}` : `[${part}]`;
  });
  return parts
    .slice(path[0] === 'services' ? 1 : 0)
    .join('')
    .slice(1);
}

const named = new Set<string | number>(['environment', 'args', 'required', 'generate']);

function at(value: unknown, ...keys: string[]): Record<string, unknown> {
  return keys.reduce<Record<string, unknown>>(
    (inner, key) => Object(inner[key]) as Record<string, unknown>,
    Object(value) as Record<string, unknown>,
  );
}
