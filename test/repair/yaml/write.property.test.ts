import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type WrittenEdit, edited } from '../../../src/repair/yaml/edit.ts';
import type { Path } from '../../../src/repair/yaml/parsed.ts';
import { write } from '../../../src/repair/yaml/write.ts';
import { type Random, randomText, randomValue, randomness } from './random-yaml.ts';

const tries = 800;

function pathsIn(data: unknown, path: Path = []): Path[] {
  if (typeof data !== 'object' || data === null) return [path];
  const inner = Array.isArray(data)
    ? data.flatMap((value: unknown, index) => pathsIn(value, [...path, index]))
    : Object.entries(data).flatMap(([key, value]) => pathsIn(value, [...path, key]));
  return [path, ...inner];
}

function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], data);
}

function randomEdit(random: Random, data: unknown): WrittenEdit {
  const paths = pathsIn(data).filter((path) => path.length > 1);
  const path = random.pick(paths);
  const kind = random.below(5);
  if (kind === 0) return { write: 'remove', path };
  if (kind === 1 && typeof path.at(-1) === 'string') return { write: 'rename', path, to: 'renamed' };
  if (kind === 2) {
    const value = at(data, path);
    if (Array.isArray(value)) return { write: 'set', path: [...path, value.length], value: randomValue(random, 1) };
    if (typeof value === 'object') return { write: 'set', path: [...path, 'added'], value: randomValue(random) };
  }
  return { write: 'set', path, value: randomValue(random) };
}

const comments = (text: string) => [...text.matchAll(/# (?:[oc]\d+|end)\b/g)].map(([comment]) => comment);

/** Comments of what is replaced or taken away go with it: those on its lines and between them. */
function mayLose(edit: WrittenEdit, before: unknown): boolean {
  return edit.write === 'remove' || (edit.write === 'set' && typeof at(before, edit.path) === 'object');
}

test('whatever is edited in whatever text: the edit is there, and nothing else differs', () => {
  const refused: string[] = [];
  for (let seed = 1; seed <= tries; seed++) {
    const random = randomness(seed);
    const text = randomText(random);
    const before: unknown = parse(text);
    const edit = randomEdit(random, before);
    const after = write(text, 0, edit);
    const story = `seed ${seed}\n${JSON.stringify(edit)}\n${text}\n---\n${typeof after === 'string' ? after : after.reason}`;
    if (typeof after !== 'string') {
      refused.push(story);
      continue;
    }
    if (!isDeepStrictEqual(parse(after), edited(before, edit))) expect.fail(story);
    if (!mayLose(edit, before)) expect(comments(after), story).toEqual(comments(text));
    expect(comments(text), story).toEqual(expect.arrayContaining(comments(after)));
    if (edit.write === 'set' && write(after, 0, edit) !== after) expect.fail(`not idempotent: ${story}`);
    if (text.includes('\r\n') && /[^\r]\n/.test(after)) expect.fail(`mixed line ends: ${story}`);
  }
  expect(refused.length, refused.slice(0, 3).join('\n=====\n')).toBeLessThan(tries * 0.01);
});
