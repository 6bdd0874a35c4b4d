import { expect, test } from 'vitest';
import { betweenMarkers } from '../../src/story/between-markers.ts';

const begin = '<!-- portside:history -->';
const end = '<!-- /portside:history -->';

test('without markers they are appended, after an empty line', () => {
  expect(betweenMarkers('', 'new')).toBe(`${begin}\nnew\n${end}\n`);
  expect(betweenMarkers('# Task\n', 'new')).toBe(`# Task\n\n${begin}\nnew\n${end}\n`);
  expect(betweenMarkers('# Task', 'new')).toBe(`# Task\n\n${begin}\nnew\n${end}\n`);
  expect(betweenMarkers('# Task\r\n', 'a\nb')).toBe(`# Task\r\n\r\n${begin}\r\na\r\nb\r\n${end}\r\n`);
});

test('what stands between them is replaced, and nothing else', () => {
  const before = '\uFEFF# Task\r\n\ttabs \u00A0\u0007 \r\nolder\n';
  const after = '\n\n  trailing blanks   \n\nno end of line';
  const spaced = '  <!--portside:history-->  ';
  const written = betweenMarkers(`${before}${spaced}\nold\n\`\`\`\nold\n${end}\n${after}`, 'new');
  expect(written).toBe(`${before}${spaced}\r\nnew\r\n${end}\n${after}`.replace(`${spaced}\r\n`, `${spaced}\n`));
});

test('the same block once more changes nothing, wherever it stands', () => {
  for (const text of ['', '# Task', '# Task\r\n\r\n', `a\n${begin}\n${end}`, `a\n${begin}\n${end}\nb`]) {
    const once = betweenMarkers(text, '## New\n```bash\nportside up\n```') as string;
    expect(betweenMarkers(once, '## New\n```bash\nportside up\n```')).toBe(once);
  }
});

test('markers in fenced code, or within a line, are talk about them', () => {
  const text = `Write ${begin} there:\n\`\`\`\`md\n${begin}\n\`\`\`\n${end}\n\`\`\`\`\n`;
  expect(betweenMarkers(text, 'new')).toBe(`${text}\n${begin}\nnew\n${end}\n`);
});

test('one marker alone, the wrong order, or two pairs: not touched, and where', () => {
  expect(betweenMarkers(`a\n${begin}\nb\n`, 'new')).toMatchObject({ line: 2, problem: `${begin} stands there, and no ${end} after it` });
  expect(betweenMarkers(`a\nb\n${end}\n`, 'new')).toMatchObject({ line: 3 });
  expect(betweenMarkers(`${end}\n${begin}\n`, 'new')).toMatchObject({ line: 1 });
  expect(betweenMarkers(`${begin}\n${begin}\n${end}\n`, 'new')).toMatchObject({ line: 2 });
  expect(betweenMarkers(`${begin}\n${end}\n${begin}\n${end}\n`, 'new')).toMatchObject({ line: 3 });
});

const pair = `${begin}\nold\n${end}\n`;

test.each([
  ['one line that looks like a fence', 'a\n```not``` a fence\n'],
  ['a fence in a list', '- ```sh\n  ls\n  ```\n1. ~~~\n   ls\n   ~~~\n'],
  ['a fence that only a longer one ends', '````\n```\n````  \n'],
  ['blanks that make it code without a fence', 'a\n\n    ```\n\nb\n'],
  ['a tab', '\t```\n'],
])('after %s the markers are found, each time', (_, before) => {
  expect(betweenMarkers(before + pair, 'new')).toBe(`${before}${begin}\nnew\n${end}\n`);
});

test('fenced code that never ends: not touched, and where it begins', () => {
  const problem = 'fenced code begins there and never ends, so that nobody can tell what is a marker';
  expect(betweenMarkers(`a\n\`\`\`\nb\n${pair}`, 'new')).toEqual({ line: 2, problem });
  expect(betweenMarkers('a\n~~~\n```\n', 'new')).toEqual({ line: 2, problem });
});

test('markers that are indented as code are talk about them', () => {
  const text = `a\n\n    ${begin}\n    ${end}\n`;
  expect(betweenMarkers(text, 'new')).toBe(`${text}\n${begin}\nnew\n${end}\n`);
});
