import { basename, extname } from 'node:path';
import type { Tree } from '../../tools.ts';
import { withBaseKeys } from '../parts/json-part.ts';
import { withBaseSections } from '../parts/section-part.ts';
import { withBaseSettings } from '../parts/settings-part.ts';
import type { Asked } from './asked.ts';
import type { PutBack } from './put-back.ts';

/** Which part of a changed file is put back; `asked` is absent where the project lets agents change the file. */
export async function partsOf(path: string, base: Tree, left: Tree, asked: Asked | undefined): Promise<PutBack | undefined> {
  const name = basename(path);
  const manifest = jsonKeys[name];
  const keys = asked ? [...(manifest ?? []), ...(asked.keys.get(path) ?? [])] : [];
  const sections = asked ? iniSections[name] : undefined;
  const isYaml = /^\.ya?ml$/.test(extname(name));
  if (keys.length === 0 && !sections && !isYaml) return undefined;
  const [before, after] = await Promise.all([base.read(path), left.read(path)]);
  if (before === after || (after?.length ?? 0) > longest) return undefined;
  if (isYaml) return settingsBack(path, before, after);
  if (before === undefined) return undefined;
  if (after === undefined) return { path, to: 'base', reason: 'it says how tests are run, and is gone' };
  if (sections) return sectionsBack(path, before, after, sections);
  return keysBack(path, before, after, [...keys, ...testKeys(before, after, manifest !== undefined)]);
}

/** No Compose file and no manifest is as long. */
const longest = 2_000_000;

const jsonKeys: Record<string, string[][]> = {
  'package.json': [...['jest', 'mocha', 'ava', 'vitest', 'tap', 'c8', 'nyc', 'playwright', 'packageManager'].map((key) => [key])],
  'composer.json': [],
  'deno.json': [],
};

const iniSections: Record<string, RegExp> = {
  'pyproject.toml': /^tool\.(?:pytest|coverage|tox|nox|hatch\.envs)\b/,
  'setup.cfg': /^(?:tool:)?(?:pytest|aliases|nosetests|coverage|unittest)\b/,
  'Cargo.toml': /^(?:test|\[?test)$|^profile\.test/,
};

/** Scripts that are tests by their name. */
function testKeys(before: string, after: string, isManifest: boolean): string[][] {
  if (!isManifest) return [];
  const names = [before, after].flatMap((text) => [...text.matchAll(/"((?:pre|post)?(?:test|e2e|spec|verify)(?:[:_-][^"]*)?)"\s*:/g)]);
  return [...new Set(names.map(([, name = '']) => name))].map((name) => ['scripts', name]);
}

function settingsBack(path: string, before: string | undefined, after: string | undefined): PutBack | undefined {
  // A Compose file that is gone takes its settings along.
  if (after === undefined)
    return before !== undefined && withBaseSettings(before, '{}\n') !== undefined
      ? { path, to: 'base', reason: 'it says what must hold, and is gone' }
      : undefined;
  const part = withBaseSettings(before, after);
  const reason = 'x-portside says what must hold';
  if (part === undefined) return undefined;
  if (part === 'whole' || part === 'absent') return { path, reason, to: part === 'whole' ? 'base' : 'absent' };
  return { path, reason, text: part.text, part: 'x-portside', asBase: part.text === before };
}

function sectionsBack(path: string, before: string, after: string, sections: RegExp): PutBack | undefined {
  const part = withBaseSections(before, after, sections);
  if (!part) return undefined;
  return {
    path,
    text: part.text,
    part: 'runner',
    asBase: part.text.trim() === before.trim(),
    reason: `${part.sections.join(', ')} says how tests are run`,
  };
}

function keysBack(path: string, before: string, after: string, keys: string[][]): PutBack | undefined {
  const part = withBaseKeys(before, after, keys);
  if (part === undefined) return undefined;
  if (part === 'whole') return { path, to: 'base', reason: 'it says how tests are run, and cannot be read any more' };
  const asBase = sameData(part.text, before);
  return { path, text: asBase ? before : part.text, part: 'scripts', asBase, reason: `${part.keys.join(', ')} says how tests are run` };
}

function sameData(one: string, other: string): boolean {
  return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
}
