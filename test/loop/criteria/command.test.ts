import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtCommand, type Where } from '../../../src/loop/criteria/command.ts';
import { type CommandCriterion, type Finished, verdictOf } from '../../../src/loop/criteria/verdict.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { startTimeOf } from '../../../src/system/process-identity.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'criteria-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

function look(asked: Partial<CommandCriterion> & { run: string[] }, where: Partial<Where> = {}) {
  const here: Where = {
    ...{
      folder,
      home: folder,
      environment: { PATH: process.env['PATH'] ?? '', TOKEN: 'named', OTHER: 'not' },
      pass: ['TOKEN'],
      instance: {},
    },
    ...{ tools: { clock: systemClock, ids: systemIds }, signal: new AbortController().signal },
  };
  return lookAtCommand({ kind: 'command', ...asked }, { ...here, ...where });
}

const program = (code: string) => [process.execPath, '-e', code];

test('a command sees the tree, its instance, what is named, and nothing else', async () => {
  const code = 'console.log(process.cwd(), process.env.HOME, process.env.API_URL, process.env.TOKEN, process.env.OTHER)';
  const { output } = await look({ run: program(code) }, { instance: { API_URL: 'http://127.0.0.1:8001' }, home: '/nowhere' });
  expect(output).toEqual([`${folder} /nowhere http://127.0.0.1:8001 named undefined`]);
});

test('one that prints nothing and finishes with 0 has run; any other end does not hold', async () => {
  expect(await look({ run: program('') })).toMatchObject({ held: true, detail: 'it finished with 0' });
  const failed = await look({ run: program('console.error("no"); process.exit(3)') });
  expect(failed).toMatchObject({ held: false, detail: 'it finished with 3', output: ['no'] });
});

test('real tests count, and a file of none does not', async () => {
  await writeFile(join(folder, 'a.test.mjs'), "import test from 'node:test';\ntest('a', () => {});\ntest('b', () => {});\n");
  const run = [process.execPath, '--test'];
  expect(await look({ run }, { base: 2 })).toMatchObject({ held: true, ran: 2, detail: '2 tests passed' });
  expect(await look({ run, tests: 3 })).toMatchObject({ held: false, ran: 2, detail: 'it ran 2 tests, and at least 3 are asked for' });
  await writeFile(join(folder, 'a.test.mjs'), '\n');
  expect(await look({ run })).toMatchObject({ held: false, ran: 0, detail: 'it ran no test' });
});

test('one that is not there says so, and what to do', async () => {
  const missing = await look({ run: ['no-such-runner', 'x'] });
  expect(missing).toMatchObject({ name: 'no-such-runner x', held: false });
  expect(missing.detail).toContain('no-such-runner cannot be started (ENOENT); install it');
  expect((await look({ run: ['sh', '-c', 'no-such-runner'] })).detail).toMatch(/^sh finished with 127: .*not found; install it/);
});

test('one that does not end is ended, with all that it started', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit' })`;
  const code = `const c = ${child}; require('node:fs').writeFileSync('pid', String(c.pid)); setInterval(() => {}, 1000)`;
  expect(await look({ run: program(code), timeoutMs: 1500 })).toMatchObject({ held: false, detail: 'it did not end within 2 s' });
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
  expect(await startTimeOf(pid)).toBeUndefined();
}, 20_000);

test('a flood is bounded, and its end is read', async () => {
  const code = `const line = 'x'.repeat(1000) + '\\n'; for (let i = 0; i < 20000; i++) process.stdout.write(line); console.log('5 passed, 0 failed')`;
  const { held, ran, output = [] } = await look({ run: program(code) });
  expect({ held, ran }).toEqual({ held: true, ran: 5 });
  expect(output.length).toBeLessThanOrEqual(40);
  expect(output.join('').length).toBeLessThan(25_000);
}, 20_000);

test('in a service it is run by whom that is asked of', async () => {
  const asked: unknown[] = [];
  const inService: Where['inService'] = async (service, run) => {
    asked.push([service, run]);
    return { exitCode: 0, timedOut: false, output: '3 passed in 0.1s' };
  };
  expect(await look({ run: ['pytest'], in: 'api' }, { inService })).toEqual({
    ...{ name: 'pytest in api', held: true, ran: 3, detail: '3 tests passed', output: ['3 passed in 0.1s'] },
  });
  expect(asked).toEqual([['api', ['pytest']]]);
  expect(await look({ run: ['pytest'], in: 'api' })).toMatchObject({
    held: false,
    detail: 'api does not run, so nothing can be run in it',
  });
});

test('an interrupted look rejects', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(look({ run: program('') }, { signal })).rejects.toThrow('stopped');
});

test.each<[string, Partial<CommandCriterion>, Partial<Finished>, number | undefined, string]>([
  ['no test', {}, { output: 'no tests ran in 0.01s' }, undefined, 'it ran no test'],
  ['all skipped', {}, { output: '4 skipped in 0.01s' }, undefined, 'it ran no test: all 4 were skipped'],
  ['fewer than at base', {}, { output: '3 passed in 0.01s' }, 5, 'it ran 3 tests, and 5 at the base commit'],
  ['no word of tests, where base had some', {}, { output: 'fine' }, 5, 'its output does not tell how many tests it ran'],
  ['no word of tests, where some are asked for', { tests: 1 }, { output: '' }, undefined, 'its output does not tell how many tests it ran'],
  ['failed ones, and 0', {}, { output: '1 failed, 2 passed in 0.01s' }, undefined, '1 of 3 tests failed, and it finished with 0'],
  ['nothing to do', {}, { output: "make: 'test' is up to date." }, undefined, "it ran nothing: make: 'test' is up to date."],
  ['other words', { ran: '^\\d+ checks$' }, { output: 'checks' }, undefined, 'nothing that it printed matches ^\\d+ checks$'],
])('%s does not hold', (_, asked, finished, base, detail) => {
  const verdict = verdictOf({ kind: 'command', run: ['x'], ...asked }, { exitCode: 0, timedOut: false, output: '', ...finished }, base);
  expect(verdict).toMatchObject({ held: false, detail });
});

test('what was asked for holds', () => {
  const fine = { exitCode: 0, timedOut: false, output: 'x\n12 checks\n' };
  expect(verdictOf({ kind: 'command', run: ['x'], ran: '^\\d+ checks$' }, fine)).toEqual({ held: true, detail: 'it finished with 0' });
  const tests = { ...fine, output: '5 passed, 1 skipped in 0.1s' };
  expect(verdictOf({ kind: 'command', run: ['x'], tests: 5 }, tests, 5)).toEqual({
    held: true,
    detail: '5 tests passed, 1 skipped',
    ran: 5,
  });
});
