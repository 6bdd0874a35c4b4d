import { resolve } from 'node:path';
import { asSeenInside } from '../../model/compose-file.ts';
import { envFilesOf } from '../../model/env-files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Edit, Repair } from '../../model/repair.ts';
import { located } from '../located.ts';
import type { CheckInput } from '../rule.ts';
import type { Call, Place } from './call.ts';

/** How a place is called in a sentence; never what it holds. */
export function describePlace(caller: string, place: Place): string {
  if (place.in === 'environment') return `${place.name} of ${caller}`;
  return place.in === 'command' ? `the ${place.key} of ${caller}` : `${place.file.split('/').at(-1) ?? place.file} of ${caller}`;
}

export function locatedPlace(caller: string, place: Place, input: CheckInput): Pick<Finding, 'at'> {
  if (place.in === 'file') return { at: { file: place.file, line: place.line } };
  if (place.in === 'command') return located(input.draft, ['services', caller, place.key]);
  const line = envFileLine(caller, place.name, input);
  return line ? { at: { file: line.file, line: line.line } } : located(input.draft, environmentPath(caller, place.name));
}

/** Texts to put in place of others, where the place is written; undefined where that cannot be done without writing a secret into it. */
export function repaired(caller: string, place: Place, changes: { from: string; to: string }[], input: CheckInput): Repair | undefined {
  if (place.in === 'file') return changes.map(({ from, to }) => ({ edit: 'replace', file: place.file, line: place.line, from, to }));
  if (place.in === 'command') return inCommand(caller, place, changes, input);
  const path = environmentPath(caller, place.name);
  const written = input.draft.sources.written(path);
  if (typeof written === 'string' && changes.every(({ from }) => isOnce(withoutUnused(written, input), from)))
    return [{ edit: 'set', path, value: changed(written, changes) }];
  const line = written === undefined ? envFileLine(caller, place.name, input) : variableLine(written, input);
  if (line && changes.every(({ from }) => isOnce(line.text, from)) && (written === undefined || isPrivate(place.value)))
    return changes.map(({ from, to }) => ({ edit: 'replace', file: line.file, line: line.line, from, to }));
  if (isPrivate(place.value) || !changes.every(({ from }) => isOnce(place.value, from))) return undefined;
  return [{ edit: 'set', path, value: changed(place.value, changes).replaceAll('$', '$$$$') }];
}

/** A number in a variable of its own. Where it comes from another variable, that one stays as it is: the machine's side needs it. */
export function withPort(caller: string, name: string, port: number, { draft }: CheckInput): Edit[] {
  const path = environmentPath(caller, name);
  const written = draft.sources.written(path);
  const set: Edit = { edit: 'set', path, value: String(port) };
  return typeof written === 'string' && written.includes('$') ? [{ edit: 'remove', path }, set] : [set];
}

function environmentPath(caller: string, name: string): string[] {
  return ['services', caller, 'environment', name];
}

function inCommand(
  caller: string,
  place: Extract<Place, { in: 'command' }>,
  changes: { from: string; to: string }[],
  { draft }: CheckInput,
): Repair | undefined {
  const path = ['services', caller, place.key];
  const written = draft.sources.written(path);
  if (typeof written === 'string' && changes.every(({ from }) => isOnce(written, from)))
    return [{ edit: 'set', path, value: changed(written, changes) }];
  const item: unknown = Array.isArray(written) ? written[place.index] : undefined;
  if (typeof item !== 'string' || !changes.every(({ from }) => isOnce(item, from))) return undefined;
  return [{ edit: 'set', path: [...path, place.index], value: changed(item, changes) }];
}

function changed(text: string, changes: { from: string; to: string }[]): string {
  return changes.reduce((so, { from, to }) => so.replace(from, () => to), text);
}

/** A default counts only where its variable has no value. */
function withoutUnused(written: string, { draft }: CheckInput): string {
  return written.replaceAll(/\$\{(\w+)[^}]*\}/g, (piece, name: string) => (draft.values[name] ? '' : piece));
}

function isOnce(text: string, part: string): boolean {
  return text.split(part).length === 2;
}

/** A user and a password before the host: the value is nothing to write into a Compose file. */
function isPrivate(value: string): boolean {
  return /:\/\/[^\s/]*@|password|pwd/i.test(value);
}

/** The line of an env file that gives the service this variable; the last file wins. */
function envFileLine(caller: string, name: string, { draft, stack, surroundings }: CheckInput): Line | undefined {
  if (draft.sources.written(environmentPath(caller, name)) !== undefined) return undefined;
  const files = envFilesOf(caller, draft.sources, stack.project.directory).map(({ path }) => path);
  return lineOf(name, files, surroundings.paths);
}

/** The line that gives `${NAME}` its value, where the value is that and nothing else. */
function variableLine(written: unknown, { stack, surroundings }: CheckInput): Line | undefined {
  const name = written === null ? undefined : /^\$(?:\{(\w+)(?::?[-?][^}]*)?\}|(\w+))$/.exec(String(written))?.slice(1).find(Boolean);
  return name === undefined ? undefined : lineOf(name, stack.project.envFiles, surroundings.paths);
}

interface Line {
  file: string;
  line: number;
  text: string;
}

function lineOf(name: string, files: string[], paths: CheckInput['surroundings']['paths']): Line | undefined {
  for (const path of files.toReversed()) {
    const file = resolve(path);
    const lines = paths[file]?.text?.split('\n') ?? [];
    const index = lines.findLastIndex((line) => new RegExp(String.raw`^\s*(?:export\s+)?${name}\s*=`).test(line));
    const text = lines[index];
    if (text !== undefined) return { file, line: index + 1, text };
  }
  return undefined;
}

/** Calls that stand in one place, such as the brokers of one list: they are mended together. */
export function byPlace<One extends { call: Call }>(found: One[]): One[][] {
  const groups = Map.groupBy(found, ({ call: { caller, place } }) => JSON.stringify([caller, place]));
  return [...groups.values()];
}

/** Whether anybody wrote the variable into the Compose file itself; an env file may bring what nobody uses. */
export function isWrittenHere({ caller, place }: Call, { draft }: CheckInput): boolean {
  return place.in !== 'environment' || draft.sources.written(environmentPath(caller, place.name)) !== undefined;
}

/** What the service is told, by name; Compose's escapes taken out. */
export function valueOf(service: string, name: string, { stack }: CheckInput): string | null | undefined {
  return asSeenInside(stack.compose.services[service]?.environment)[name];
}
