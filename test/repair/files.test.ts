import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/deploy/model/repair.ts';
import { repairTexts } from '../../src/repair/repair-texts.ts';
import { editedFiles, projectOf } from './workbench.ts';

const file = 'Dockerfile';
const text = 'FROM busybox\nRUN apt-get instal x\nCMD ["x"]\n';
const after = (edit: Edit, before = text) => {
  const files = editedFiles({ [file]: before }, edit);
  return typeof files === 'string' ? files : files[file];
};

describe('lines of any file', () => {
  test.each<[string, Edit, string]>([
    ['a word of a line', { edit: 'replace', file, line: 2, from: 'instal x', to: 'install x' }, text.replace('instal ', 'install ')],
    [
      'a word that the file has once',
      { edit: 'replace', file, from: 'busybox', to: 'busybox:1.37' },
      text.replace('busybox', 'busybox:1.37'),
    ],
    ['a line before another', { edit: 'insert-line', file, line: 3, text: 'USER app' }, text.replace('CMD', 'USER app\nCMD')],
    ['a line at the end', { edit: 'insert-line', file, line: 4, text: 'USER app' }, `${text}USER app\n`],
    ['a line less', { edit: 'remove-line', file, line: 2, text: 'RUN apt-get instal x' }, 'FROM busybox\nCMD ["x"]\n'],
  ])('%s', (_, edit, wanted) => {
    expect(after(edit)).toBe(wanted);
    expect(after(edit, text.replaceAll('\n', '\r\n'))).toBe(wanted.replaceAll('\n', '\r\n'));
  });

  test('a file without a last line end gets none', () => {
    expect(after({ edit: 'insert-line', file, line: 2, text: 'b' }, 'a')).toBe('a\nb');
  });

  test('what is not there, or twice, is not guessed', () => {
    expect(after({ edit: 'replace', file, line: 1, from: 'alpine', to: 'debian' })).toMatch(/refused/);
    expect(after({ edit: 'replace', file, line: 2, from: 't', to: 'x' })).toMatch(/refused: .*more than once/);
    expect(after({ edit: 'replace', file, from: 'x', to: 'y' })).toMatch(/refused/);
  });

  test('line numbers are those of the file as it was seen', () => {
    const { changes } = repairTexts(projectOf({ [file]: text }), [
      [{ edit: 'insert-line', file: '/srv/shop/Dockerfile', line: 1, text: '# syntax' }],
      [{ edit: 'replace', file: '/srv/shop/Dockerfile', line: 2, from: 'instal', to: 'install' }],
      [{ edit: 'insert-line', file: '/srv/shop/Dockerfile', line: 3, text: 'USER app' }],
    ]);
    expect(changes).toMatchObject([{ after: '# syntax\nFROM busybox\nRUN apt-get install x\nUSER app\nCMD ["x"]\n' }]);
  });

  test('line ends of Unix', () => {
    expect(after({ edit: 'unix-line-ends', file }, '#!/bin/sh\r\necho\r\n')).toBe('#!/bin/sh\necho\n');
  });
});

describe('files and folders', () => {
  test('a file that may be executed by whoever may read it', () => {
    const { changes } = repairTexts(projectOf({ 'run.sh': '#!/bin/sh\n' }), [[{ edit: 'make-executable', file: 'run.sh' }]]);
    expect(changes).toEqual([{ change: 'mode', file: '/srv/shop/run.sh', mode: 0o755 }]);
  });

  test('a copy, where nothing is yet', () => {
    const copy: Edit = { edit: 'copy-file', from: '.env.example', to: '.env' };
    expect(editedFiles({ '.env.example': 'A=1\n' }, copy)).toEqual({ '.env.example': 'A=1\n', '.env': 'A=1\n' });
    expect(repairTexts(projectOf({ '.env.example': 'A=1\n', '.env': 'A=2\n' }), [[copy]]).changes).toEqual([]);
  });

  test('a folder, where nothing is yet', () => {
    const folder: Edit = { edit: 'make-folder', path: 'data' };
    expect(repairTexts(projectOf({}), [[folder]]).changes).toEqual([{ change: 'folder', path: '/srv/shop/data' }]);
    expect(repairTexts(projectOf({}, { present: ['data'] }), [[folder]]).changes).toEqual([]);
    expect(repairTexts(projectOf({}), [[{ edit: 'make-folder', path: '../data' }]]).refused).toHaveLength(1);
  });
});
