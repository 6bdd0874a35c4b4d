import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, bench, fill } from '../repositories.ts';
import { round } from './round.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

const odd = [
  'with space',
  'two\nlines',
  'tab\there',
  '"quoted"',
  "it's",
  'grün/日本語',
  '-dash',
  ':(top)magic',
  '*glob*',
  '#hash',
  '~tilde',
  'a\\b',
  '.hidden',
  'back`tick$HOME',
];

test.each(odd)('a file called %j is changed, made, and taken away as any other', async (name) => {
  const root = at.repository({ [`there/${name}`]: 'one\n', [`gone/${name}`]: 'x\n', 'compose.yaml': '' });
  const seen = await round(at, root, (folder) => {
    fill(folder, { [`there/${name}`]: 'two\n', [name]: 'new\n' });
    rmSync(join(folder, 'gone'), { recursive: true });
  });
  expect(seen.changed().toSorted()).toEqual([`A ${name}`, `D gone/${name}`, `M there/${name}`].toSorted());
  const commit = await seen.commit();
  expect((await seen.keeper.changes(seen.base, commit)).files.toSorted()).toEqual([name, `gone/${name}`, `there/${name}`].toSorted());
  expect((await seen.keeper.listing(commit)).has(`there/${name}`)).toBe(true);
  const trial = await seen.written();
  expect(readFileSync(join(trial, name), 'utf8')).toBe('new\n');
  expect(readFileSync(join(trial, 'there', name), 'utf8')).toBe('two\n');
  expect(existsSync(join(trial, 'gone'))).toBe(false);
});

test.each(['with space', 'grün', "it's", '"q"', '#c', 'a,b:c'])('a project in a folder called %s', async (name) => {
  const root = at.repository({ web: 'one' }, [], `${name}/my project`);
  const seen = await round(at, root, (folder) => fill(folder, { web: 'two' }));
  expect(seen.changed()).toEqual(['M web']);
});

test('programs, links and folders with nothing in them', async () => {
  const root = at.repository({
    run: { program: '#!/bin/sh\n' },
    plain: '#!/bin/sh\n',
    link: { link: 'plain' },
    dangling: { link: 'nowhere' },
  });
  const seen = await round(at, root, (folder) => {
    chmodSync(join(folder, 'run'), 0o644);
    chmodSync(join(folder, 'plain'), 0o755);
    rmSync(join(folder, 'link'));
    symlinkSync('run', join(folder, 'link'));
    symlinkSync('deep/er', join(folder, 'new link'));
    mkdirSync(join(folder, 'nothing', 'in it'), { recursive: true });
  });
  expect(seen.changed()).toEqual(['M link', 'A new link', 'M plain', 'M run']);
  const trial = await seen.written();
  expect(['run', 'plain'].map((name) => Boolean(statSync(join(trial, name)).mode & 0o100))).toEqual([false, true]);
  expect([readlinkSync(join(trial, 'link')), readlinkSync(join(trial, 'dangling'))]).toEqual(['run', 'nowhere']);
  expect(existsSync(join(trial, 'nothing'))).toBe(false);
});

test('a file becomes a folder, a folder a file or a link', async () => {
  const root = at.repository({ file: 'x', 'folder/a': 'x', 'other/a': 'x', target: 'x' });
  const seen = await round(at, root, (folder) => {
    rmSync(join(folder, 'file'));
    fill(folder, { 'file/in/it': 'y' });
    rmSync(join(folder, 'folder'), { recursive: true });
    writeFileSync(join(folder, 'folder'), 'y');
    rmSync(join(folder, 'other'), { recursive: true });
    symlinkSync('target', join(folder, 'other'));
  });
  const trial = await seen.written();
  expect(readFileSync(join(trial, 'file/in/it'), 'utf8')).toBe('y');
  expect(readFileSync(join(trial, 'folder'), 'utf8')).toBe('y');
  expect(lstatSync(join(trial, 'other')).isSymbolicLink()).toBe(true);
});

test('only the case of a name', async () => {
  const root = at.repository({ Readme: 'x' });
  const seen = await round(at, root, (folder) => renameSync(join(folder, 'Readme'), join(folder, 'README')));
  expect(seen.changed()).toEqual(['A README', 'D Readme']);
});

test('bytes of all kinds come out as they went in', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const root = at.repository({ a: bytes });
  const seen = await round(at, root, (folder) => fill(folder, { b: bytes }));
  expect(readFileSync(join(await seen.written(), 'b'))).toEqual(bytes);
});

test('a name that is no UTF-8 is refused: what guards a tree could not tell it from another', async () => {
  const root = at.repository({ a: 'x' });
  const seen = await round(at, root, (folder) =>
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from('.test')]), 'x'),
  );
  expect(seen.left).toEqual({ refused: '\uFFFD.test is no name in UTF-8' });
});

test('what git ignores stays out, also where the agent says what that is; what it knows already stays in', async () => {
  const root = at.repository({ '.gitignore': '*.log\n', web: 'one' });
  fill(root, { 'kept.log': 'x' });
  at.git(root, 'add', '--force', 'kept.log');
  at.git(root, 'commit', '--quiet', '--message', 'A log');
  const seen = await round(at, root, (folder) => {
    fill(folder, {
      'kept.log': 'y',
      'new.log': 'x',
      '.gitignore': '*.log\nweb\nsecret\n',
      web: 'two',
      secret: 'x',
      '.git/info/exclude': 'hidden\n',
      hidden: 'x',
    });
  });
  expect(seen.changed()).toEqual(['M .gitignore', 'A hidden', 'M kept.log', 'M web']);
});

test('what the project ignores and its stack needs never becomes a part of the tree, though an agent stops ignoring it', async () => {
  const root = at.repository({ '.gitignore': '.env\n', web: 'one' });
  const seen = await round(at, root, (folder) => fill(folder, { '.gitignore': '', '.env': 'KEY=***', web: 'two' }), { inputs: ['.env'] });
  expect(seen.changed()).toEqual(['M .gitignore', 'M web']);
  const still = await round(at, root, (folder) => fill(folder, { '.env': 'KEY=***', web: 'two' }), { inputs: ['.env'] });
  expect(still.changed()).toEqual(['M web']);
});
