import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComposeService } from '../../../../src/deploy/model/compose-file.ts';
import { projectOf } from '../container/project.ts';

const bind = (name: string) => ({ type: 'bind', source: `$PROJECT/${name}`, target: `/srv/${name}` });

async function found(files: Record<string, string>, definition: ComposeService) {
  const project = await projectOf(files);
  project.engine.addImage(
    { id: 'sha256:3', reference: 'runtime:1', volumes: [], exposed: [], environment: { PATH: '/bin' } },
    { '/bin/node': { kind: 'file', path: '/bin/node', mode: 0o755 } },
  );
  const findings = await project.findings({ web: { image: 'runtime:1', command: ['node', '-e', '1'], ...definition } });
  return findings
    .filter(({ rule }) => rule === 'sources-can-be-parsed')
    .map(
      ({ severity, at, repair }) =>
        `${severity} ${at?.file.replace(`${project.folder}/`, '')}:${at?.line} ${repair ? JSON.stringify(repair).replaceAll(`${project.folder}/`, '') : '-'}`,
    );
}

const copied = { build: { context: '$PROJECT', dockerfile: 'Dockerfile' } };
const Dockerfile = 'FROM x\nCOPY . .\n';

test.each<[string, Record<string, string>]>([
  [
    'modules and scripts',
    {
      'a.js': '#!/usr/bin/env node\nimport x from "y";\nawait x;\n',
      'b.js': 'return require("x");\n',
      'c.mjs': 'export {};\n',
      'd.cjs': 'with (a) b;\n',
    },
  ],
  [
    'JSX, flow, templates',
    {
      'a.js': 'export default () => <b/>;\n',
      'b.js': '// @flow\nconst a: string = "";\n',
      'c.js': 'const a = {% x %};\n',
      'd.yml': '{{ if }}\n a: b\n',
      'e.json': '{"a": ${B}}',
    },
  ],
  [
    'what is not the project’s own',
    { 'node_modules/a/a.js': '(', 'vendor/b.py': '(', 'a.min.js': '(', '.vscode/settings.json': '{,}', 'fixtures/x.json': '{' },
  ],
  [
    'other dialects',
    {
      'a.sh': '#!/bin/sh\na=(1 2)\nfunction b { :; }\n',
      'b.sh': 'shopt -s extglob\nls !(a)\n',
      'c.zsh': 'for x (a b) {',
      d: '#!/usr/bin/perl\n(',
    },
  ],
  ['several documents', { 'a.yaml': 'a: !tag b\n---\na: 1\na: 2\n' }],
  ['Python', { 'a.py': 'async def f():\n  return [x async for x in y]\n' }],
])('nothing is wrong with %s', async (_name, files) => {
  expect(await found({ Dockerfile, ...files }, copied)).toEqual([]);
});

test('what is left out of the context is nobody’s problem', async () => {
  expect(await found({ Dockerfile, '.dockerignore': 'bad*\n', 'bad.js': '(', 'bad/x.py': '(' }, copied)).toEqual([]);
});

test('what an image merely copies is a warning', async () => {
  const files = {
    Dockerfile,
    'a.js': 'const a = {\n  b;\n',
    'b.sh': 'if true; then\n',
    'c.py': 'def f(:\n',
    'd.json': '{"a": }',
    'e.yml': 'a: [1\nb: 2\n',
  };
  expect((await found(files, copied)).toSorted()).toEqual([
    'warning a.js:2 -',
    'warning b.sh:2 -',
    'warning c.py:1 -',
    'warning d.json:1 -',
    'warning e.yml:2 -',
  ]);
});

test('what the container starts with, and settings that are mounted, must parse', async () => {
  const files = { 'a.js': 'let a = {\n  b;\n};\n', 'b.sh': '#!/bin/sh\nif true; then\n', 'c.json': '{"a": 1]' };
  const volumes = ['a.js', 'b.sh', 'c.json'].map(bind);
  expect(await found(files, { command: ['node', '/srv/a.js'], environment: { NODE_VERSION: '18.0.0' }, volumes })).toEqual([
    'error a.js:2 -',
    'error c.json:1 -',
    'warning b.sh:3 -',
  ]);
  expect(await found(files, { command: ['/srv/b.sh'], volumes: [bind('b.sh')] })).toEqual(['error b.sh:3 -']);
});

test('an interpreter that may be newer than this machine’s may understand more', async () => {
  const files = { 'a.js': 'let a = {\n  b;\n};\n' };
  expect(await found(files, { command: ['node', '/srv/a.js'], volumes: [bind('a.js')] })).toEqual(['warning a.js:2 -']);
  expect(await found(files, { command: ['node', '/srv/a.js'], environment: { NODE_VERSION: '99.0.0' }, volumes: [bind('a.js')] })).toEqual([
    'warning a.js:2 -',
  ]);
});

test('one document a line is what dumps and bulk loads are made of', async () => {
  expect(await found({ 'a.json': '{"a":1}\n{"a":2}\n\n' }, { volumes: [bind('a.json')] })).toEqual([]);
});

test('a comma too many is an error only for a reader that is known to be strict', async () => {
  const files = { 'c.json': '{\n  "a": [1, 2,]\n}\n' };
  const repair = '[{"edit":"replace","file":"c.json","line":2,"from":"  \\"a\\": [1, 2,]","to":"  \\"a\\": [1, 2]"}]';
  expect(await found(files, { volumes: [bind('c.json')] })).toEqual([`warning c.json:2 ${repair}`]);
  const command = ['node', '-e', "JSON.parse(require('node:fs').readFileSync('/srv/c.json', 'utf8'))"];
  expect(await found(files, { command, volumes: [bind('c.json')] })).toEqual([`error c.json:2 ${repair}`]);
});

test('messages and what is remembered quote nothing of the files', async () => {
  const project = await projectOf({ 'c.json': '{"password": "hunter2" "x"}' });
  const findings = await project.findings({ web: { image: 'small:1', volumes: [bind('c.json')] } });
  expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
  expect(await readFile(join(project.home, 'syntax.json'), 'utf8')).not.toContain('hunter2');
});
