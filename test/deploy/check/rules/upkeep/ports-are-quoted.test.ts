import { expect, test } from 'vitest';
import { portsAreQuoted } from '../../../../../src/deploy/check/rules/upkeep/ports-are-quoted.ts';
import type { WrittenFile } from '../../../../../src/deploy/model/draft.ts';
import { inputOf } from '../../input.ts';

function look(text: string, ports: string[]) {
  const written: WrittenFile[] = [{ file: 'compose.yaml', text, data: { services: { git: { ports } } } }];
  return portsAreQuoted
    .look(inputOf({ draft: { sources: { ...inputOf({}).draft.sources, files: written } } }))
    .map(({ message }) => message);
}

test('a pair that could be read in base 60 stands in quotes', () => {
  expect(look('ports:\n  - 22:22\n', ['22:22'])).toEqual(['22:22 of git stands without quotes: older tools take it for one number']);
  expect(look('ports: [22:22]\n', ['22:22'])).toEqual(['22:22 of git stands without quotes: older tools take it for one number']);
});

test('in quotes, or with a number that is none of base 60, it means one thing only', () => {
  expect(look('ports:\n  - "22:22"\n', ['22:22'])).toEqual([]);
  expect(look('ports:\n  - 8080:80\n', ['8080:80'])).toEqual([]);
});
