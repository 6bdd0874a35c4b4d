import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Bench, benchWith } from './workbench.ts';

const compose = {
  'compose.yaml': 'services: { web: { image: "x:${TAG:-1}", environment: [API_KEY, TAG] }, job: { image: "x:${TAG:-1}" } }\n',
};
const modeOf = async (file: string) => ((await stat(file)).mode & 0o7777).toString(8);
const read = ({ directory }: Bench, file = '.env') => readFile(join(directory, file), 'utf8');

describe('the file', () => {
  test('is made where there is none, for this user only; nothing else is left in the folder', async () => {
    const bench = await benchWith(compose);
    const file = join(bench.directory, '.env');
    expect(await bench.app.changeConfig({}, { TAG: '2', API_KEY: 'canary-key-1' })).toEqual({
      file,
      created: true,
      changes: [
        { name: 'TAG', done: 'added', value: '2', line: 1, services: ['job', 'web'] },
        { name: 'API_KEY', done: 'added', value: '***', line: 2, services: ['web'] },
      ],
      warnings: [],
    });
    expect(await read(bench)).toBe('TAG=2\nAPI_KEY=canary-key-1\n');
    expect(await modeOf(file)).toBe('600');
    expect(await readdir(bench.directory)).toEqual(['.env', 'compose.yaml']);
  });

  test('keeps its mode, and is written through a link', async () => {
    const bench = await benchWith({ ...compose, 'shared/common.env': 'TAG=1\n' });
    const real = join(bench.directory, 'shared/common.env');
    await chmod(real, 0o640);
    await symlink('shared/common.env', join(bench.directory, '.env'));
    await bench.app.changeConfig({}, { TAG: '2' });
    expect((await lstat(join(bench.directory, '.env'))).isSymbolicLink()).toBe(true);
    expect({ text: await readFile(real, 'utf8'), mode: await modeOf(real) }).toEqual({ text: 'TAG=2\n', mode: '640' });
  });

  test('is made where a link leads that leads nowhere yet', async () => {
    const bench = await benchWith({ ...compose, 'shared/other': '' });
    await symlink('shared/new.env', join(bench.directory, '.env'));
    await bench.app.changeConfig({}, { TAG: '2' });
    expect(await read(bench, 'shared/new.env')).toBe('TAG=2\n');
  });

  test('is the one that --env-file names, there or not; of several the last one that has the variable, else the last', async () => {
    const bench = await benchWith({ ...compose, '.env': 'TAG=0\n', 'a.env': 'TAG=1\n', 'b.env': 'OTHER=1\n' });
    await bench.app.changeConfig({ envFiles: ['new.env'] }, { TAG: '2' });
    await bench.app.changeConfig({ envFiles: ['a.env', 'b.env'] }, { TAG: '3' });
    await bench.app.changeConfig({ envFiles: ['a.env', 'b.env'] }, { API_KEY: '4' });
    const texts = await Promise.all(['.env', 'new.env', 'a.env', 'b.env'].map((file) => read(bench, file)));
    expect(texts).toEqual(['TAG=0\n', 'TAG=2\n', 'TAG=3\n', 'OTHER=1\nAPI_KEY=4\n']);
  });

  test('stays untouched where nothing changes', async () => {
    const bench = await benchWith({ ...compose, '.env': 'TAG=2\n' });
    const { mtimeMs } = await stat(join(bench.directory, '.env'));
    const { changes } = await bench.app.changeConfig({}, { TAG: '2' });
    expect(changes.map(({ done }) => done)).toEqual(['same']);
    expect((await bench.app.changeConfig({}, { NOPE: null })).changes.map(({ done }) => done)).toEqual(['absent']);
    expect((await stat(join(bench.directory, '.env'))).mtimeMs).toBe(mtimeMs);
  });

  test('that is not text, or a folder, is left alone', async () => {
    const bench = await benchWith(compose);
    await writeFile(join(bench.directory, '.env'), Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a]));
    await expect(bench.app.changeConfig({}, { TAG: '2' })).rejects.toMatchObject({ exit: 2, code: 'env-file-unusable' });
    await mkdir(join(bench.directory, 'folder.env'));
    await expect(bench.app.changeConfig({ envFiles: ['folder.env'] }, { TAG: '2' })).rejects.toMatchObject({ code: 'env-file-unusable' });
  });
});

describe('what is said', () => {
  const warned = async (
    wanted: Record<string, string | null>,
    { env = '', shell = {} }: { env?: string; shell?: Record<string, string> } = {},
  ) => (await (await benchWith({ ...compose, '.env': env }, shell)).app.changeConfig({}, wanted)).warnings.join('\n');

  test.each([
    [{ TAG: '3' }, { env: 'TAG=1\nTAG=2\n' }, 'TAG stands on line 1 too: the last one counts, which is line 2'],
    [{ TAG: '3' }, { shell: { TAG: '1' } }, 'the shell sets TAG too, and wins'],
    [{ TGA: '3' }, {}, 'nothing in the Compose files uses TGA; did you mean TAG?'],
    [{ COMPOSE_PROJECT_NAME: 'x' }, {}, 'another project from now on'],
    [{ DOCKER_HOST: 'x' }, {}, 'read from the shell only'],
    [{ TAG: '3' }, { env: 'two words=1\n' }, '.env:1: Compose cannot read this line'],
  ])('%j', async (wanted, place, words) => {
    expect(await warned(wanted, place)).toContain(words);
  });

  test('a secret in a file that git tracks', async () => {
    const bench = await benchWith({ ...compose, '.env': '' });
    const git = (...args: string[]) => promisify(execFile)('git', ['-c', 'init.defaultBranch=main', ...args], { cwd: bench.directory });
    await git('init', '--quiet');
    const warnings = async (wanted: Record<string, string>) => (await bench.app.changeConfig({}, wanted)).warnings.join();
    expect(await warnings({ API_KEY: 'canary-key-1' })).not.toContain('git');
    await git('add', '.env');
    expect(await warnings({ API_KEY: 'canary-key-2' })).toContain('tracked by git');
    expect(await warnings({ TAG: '7' })).not.toContain('git');
  });

  test.each([['1A'], ['A-B'], ['A B'], [''], ['INSTANCE_ID']])('%j is refused', async (name) => {
    const bench = await benchWith(compose);
    await expect(bench.app.changeConfig({}, { [name]: 'canary' })).rejects.toMatchObject({ exit: 2, code: 'bad-variable' });
    expect(await readdir(bench.directory)).toEqual(['compose.yaml']);
  });

  test('a zero byte cannot be in a variable', async () => {
    await expect((await benchWith(compose)).app.changeConfig({}, { TAG: 'a\0b' })).rejects.toMatchObject({ code: 'bad-variable' });
  });
});

test('eight processes at once, fifty changes each: nothing is lost, and no line is broken', async () => {
  const bench = await benchWith({ ...compose, '.env': '# ours\nSHARED=0\n' });
  const script = fileURLToPath(new URL('fixtures/fifty-changes.ts', import.meta.url));
  const env = { ...process.env, PORTSIDE_HOME: join(bench.home, 'state') };
  const writers = Array.from({ length: 8 }, async (_, index) => {
    const child = spawn(process.execPath, [script, bench.directory, String(index)], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    return ((await once(child, 'close')) as [number])[0];
  });
  expect(await Promise.all(writers)).toEqual(Array.from({ length: 8 }, () => 0));
  const lines = (await read(bench)).trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual(['# ours', expect.stringMatching(/^SHARED=\d-49$/)]);
  const expected = Array.from({ length: 8 }, (_, writer) =>
    Array.from({ length: 50 }, (_unused, change) => `W${writer}_${change}=${change}`),
  );
  expect(lines.slice(2).toSorted()).toEqual(expected.flat().toSorted());
}, 120_000);
