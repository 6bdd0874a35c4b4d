import { expect, test } from 'vitest';
import { type Guarding, protector, putBack } from '../../../src/loop/guard/protect/protect.ts';
import { treeOf } from './trees.ts';

const plain: Guarding = { folder: '', commands: [] };

async function back(base: Record<string, string>, now: Record<string, string>, guarding: Partial<Guarding> = {}): Promise<string[]> {
  const items = await putBack(treeOf(base), treeOf(now), { ...plain, ...guarding });
  return items.map((item) => `${item.path} ${'to' in item ? `→ ${item.to}` : `(${item.part})`}: ${item.reason}`);
}

test('what is a test is put back where it was changed or is gone, and new ones may come', async () => {
  const base = { 'src/a.js': '1', 'test/a.js': '1', 'src/b.test.ts': '1', 'app/test_a.py': '1', 'pkg/a_test.go': '1', 'e2e/x.js': '1' };
  const now = { 'src/a.js': '2', 'test/a.js': '2', 'app/test_a.py': '2', 'pkg/a_test.go': '', 'test/new.js': 'x', 'src/c.spec.ts': 'x' };
  expect(await back(base, now)).toEqual([
    'app/test_a.py → base: it is a test',
    'e2e/x.js → base: it is a test',
    'pkg/a_test.go → base: it is a test',
    'src/b.test.ts → base: it is a test',
    'test/a.js → base: it is a test',
  ]);
});

test('a project that lies in a folder of tests is no test itself', async () => {
  const base = { 'test/corpus/one/server.js': '1', 'test/corpus/one/test/a.js': '1', 'test/other.js': '1' };
  const now = { 'test/corpus/one/server.js': '2', 'test/corpus/one/test/a.js': '2', 'test/other.js': '2' };
  expect(await back(base, now, { folder: 'test/corpus/one' })).toEqual([
    'test/corpus/one/test/a.js → base: it is a test',
    'test/other.js → base: it is a test',
  ]);
});

test.each([
  ['conftest.py', 'it steers how tests are run'],
  ['tests/conftest.py', 'it steers how tests are run'],
  ['pytest.ini', 'it steers how tests are run'],
  ['web/vitest.config.ts', 'it steers how tests are run'],
  ['.mocharc.json', 'it steers how tests are run'],
  ['sitecustomize.py', 'it steers how tests are run'],
  ['.npmrc', 'it steers how tests are run'],
  ['node_modules/.bin/vitest', 'it is installed, and not source'],
  ['.github/workflows/ci.yml', 'it runs in continuous integration'],
  ['.gitattributes', 'it steers git, or runs by it'],
  ['.gitmodules', 'it steers git, or runs by it'],
  ['.husky/pre-commit', 'it steers git, or runs by it'],
  ['.claude/settings.json', 'agents and editors act by it'],
  ['.vscode/tasks.json', 'agents and editors act by it'],
])('%s does not come anew, and is put back where it was changed', async (path, why) => {
  expect(await back({}, { [path]: 'x' })).toEqual([`${path} → absent: ${why}`]);
  expect(await back({ [path]: 'x' }, { [path]: 'y' })).toEqual([`${path} → base: ${why}`]);
  expect(await back({ [path]: 'x' }, {})).toEqual([`${path} → base: ${why}`]);
});

test('a project protects more, and allows some', async () => {
  const now = { 'data/a.json': '2', 'test/fixture/b.js': '2', 'data/new.json': '2' };
  const settings = { protect: ['data/'], allow: ['test/fixture/**'] };
  expect(await back({ 'data/a.json': '1', 'test/fixture/b.js': '1' }, now, settings)).toEqual([
    'data/a.json → base: x-portside.improve.protect names it',
    'data/new.json → absent: x-portside.improve.protect names it',
  ]);
});

test('a lock file is put back unless what it follows was changed too', async () => {
  const base = { 'package.json': '{}', 'package-lock.json': '1', 'api/poetry.lock': '1', 'api/pyproject.toml': 'a' };
  expect(await back(base, { ...base, 'package-lock.json': '2', 'api/poetry.lock': '2', 'api/pyproject.toml': 'b' })).toEqual([
    'package-lock.json → base: it was changed and package.json beside it was not',
  ]);
  const { 'package-lock.json': _, ...without } = base;
  expect(await back(base, without)).toHaveLength(1);
  expect(await back({ 'package.json': '{}' }, { 'package.json': '{}', 'package-lock.json': '1' })).toEqual([]);
  const emptied = { 'package.json': '{"scripts":{"test":"true"}}', 'package-lock.json': '2' };
  expect(await back({ 'package.json': '{"scripts":{"test":"vitest"}}', 'package-lock.json': '1' }, emptied)).toEqual([
    'package-lock.json → base: it was changed and package.json beside it was not',
    'package.json (scripts): scripts.test says how tests are run',
  ]);
});

test('of package.json only what tests are run by is put back', async () => {
  const base = {
    'package.json': '{\n\t"name": "x",\n\t"scripts": {\n\t\t"start": "node a",\n\t\t"test": "vitest",\n\t\t"check": "tsc"\n\t}\n}\n',
  };
  const now =
    '{\n\t"name": "x",\n\t"scripts": {\n\t\t"start": "node b",\n\t\t"test": "true",\n\t\t"pretest": "exit 0",\n\t\t"check": "true"\n\t},\n\t"jest": {}\n}\n';
  const items = await putBack(treeOf(base), treeOf({ 'package.json': now }), { ...plain, commands: [['npm', 'run', 'check']] });
  expect(items).toEqual([
    {
      path: 'package.json',
      part: 'scripts',
      asBase: false,
      reason: 'jest, scripts.check, scripts.test, scripts.pretest says how tests are run',
      text: '{\n\t"name": "x",\n\t"scripts": {\n\t\t"start": "node b",\n\t\t"test": "vitest",\n\t\t"check": "tsc"\n\t}\n}\n',
    },
  ]);
  expect(await back(base, { 'package.json': '{' }, { commands: [['npm', 'test']] })).toEqual([
    'package.json → base: it says how tests are run, and cannot be read any more',
  ]);
  expect(await back(base, {})).toEqual(['package.json → base: it says how tests are run, and is gone']);
});

test('what a criterion runs is followed through scripts, makefiles and shell scripts', async () => {
  const base = {
    'package.json': '{"scripts":{"accept":"npm run lint && make -C tools smoke","lint":"node checks/lint.js src"}}',
    'tools/Makefile': 'smoke: prepare\n\t@./smoke.sh $(X)\nprepare:\n\tpython3 prepare.py\nall:\n\tgcc main.c\n',
    'tools/smoke.sh': '#!/bin/sh\ncd deep\nnode look.js\n',
    'tools/deep/look.js': '1',
    'tools/prepare.py': '1',
    'tools/main.c': '1',
    'checks/lint.js': '1',
    'src/app.js': '1',
    'check.mjs': '1',
  };
  const now = Object.fromEntries([...Object.keys(base), 'tools/GNUmakefile'].map((path) => [path, '{}']));
  const commands = [
    ['npm', 'run', 'accept'],
    ['node', 'check.mjs'],
  ];
  expect(await back(base, now, { commands })).toEqual([
    'check.mjs → base: the criterion `node check.mjs` stands on it',
    'checks/lint.js → base: the criterion `npm run accept` stands on it',
    'package.json (scripts): scripts.accept, scripts.lint says how tests are run',
    'tools/GNUmakefile → absent: a criterion would run by it',
    'tools/Makefile → base: the criterion `npm run accept` stands on it',
    'tools/deep/look.js → base: the criterion `npm run accept` stands on it',
    'tools/prepare.py → base: the criterion `npm run accept` stands on it',
    'tools/smoke.sh → base: the criterion `npm run accept` stands on it',
  ]);
});

test('a criterion is followed from the folder of its project', async () => {
  const base = { 'shop/check.sh': 'sh inner.sh', 'shop/inner.sh': '1', 'check.sh': '1' };
  const now = { 'shop/check.sh': '', 'shop/inner.sh': '', 'check.sh': '' };
  expect(await back(base, now, { folder: 'shop', commands: [['sh', '-c', './check.sh && true']] })).toEqual([
    'shop/check.sh → base: the criterion `sh -c ./check.sh && true` stands on it',
    'shop/inner.sh → base: the criterion `sh -c ./check.sh && true` stands on it',
  ]);
});

test('sections that steer tests are put back, and others are not', async () => {
  const base = { 'pyproject.toml': '[project]\nname = "x"\n\n[tool.pytest.ini_options]\naddopts = "-x"\n' };
  const now = { 'pyproject.toml': '[project]\nname = "y"\n\n[tool.pytest.ini_options]\naddopts = "--co"\n[tool.ruff]\nline = 1\n' };
  const [item] = await putBack(treeOf(base), treeOf(now), plain);
  expect(item).toMatchObject({
    text: '[project]\nname = "y"\n\n[tool.ruff]\nline = 1\n\n[tool.pytest.ini_options]\naddopts = "-x"\n',
    reason: 'tool.pytest.ini_options says how tests are run',
  });
});

test('the loop gets entries: as they were, with another text, or none', async () => {
  const base = treeOf({ 'test/a.js': '1', 'compose.yaml': 'x-portside: { range: 1-2 }\nservices: {}\n' });
  const left = treeOf({ 'conftest.py': 'x', 'compose.yaml': 'services: {}\n' });
  const { entries, putBack: told, refused } = await protector(plain)(base, left);
  expect(refused).toBeUndefined();
  expect(entries.get('test/a.js')).toEqual(base.listing.get('test/a.js'));
  expect(entries.get('conftest.py')).toBeNull();
  expect(entries.get('compose.yaml')).toEqual({ mode: '100644', text: 'services: {}\nx-portside: { range: 1-2 }\n' });
  expect(told).toEqual([
    'compose.yaml: x-portside says what must hold',
    'conftest.py: it steers how tests are run',
    'test/a.js: it is a test',
  ]);
});
