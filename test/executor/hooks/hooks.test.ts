import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeTools } from '../tools.ts';

const data = { session_id: 's', command: 'echo', timeout: 1, execution_uuid: 'the-uuid' };

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portside-hooks-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a hook reads one JSON document, and has the execution’s environment', async () => {
  const file = join(await makeFolder(), 'said');
  const { hooks } = await makeTools({ PRE_EXECUTE_HOOK: `sh -c 'cat > "$1"; echo " $EXECUTION_UUID" >> "$1"' - ${file}` });
  expect(await hooks.run('pre-execute', data)).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe(`${JSON.stringify({ hook: 'pre-execute', ...data })} the-uuid\n`);
});

test('hooks run in their order, each to its end, those of the other moment not', async () => {
  const file = join(await makeFolder(), 'said');
  const hook = (word: string) => `sh -c 'sleep 0.05; echo ${word} >> ${file}'`;
  const { hooks } = await makeTools({ PRE_EXECUTE_HOOK: `${hook('one')}\n${hook('two')}`, POST_EXECUTE_HOOK: hook('after') });
  await hooks.run('pre-execute', data);
  expect(await readFile(file, 'utf8')).toBe('one\ntwo\n');
});

test('one that fails is told, with its last words, and the next runs', async () => {
  const { hooks, lines } = await makeTools(
    { POST_EXECUTE_HOOK: `sh -c 'echo hush-hush-7 >&2; exit 3'\ntrue\nportside-no-such-program hush-hush-7` },
    ['hush-hush-7'],
  );
  const failed = await hooks.run('post-execute', data);
  expect(failed).toMatchObject([
    { hook: 'post-execute', success: false, exit_code: 3, error: 'exit code 3', stderr: '***\n', execution_uuid: 'the-uuid' },
    { command: 'portside-no-such-program ***', success: false, exit_code: null, error: expect.stringContaining('ENOENT'), stderr: '' },
  ]);
  expect(hooks.status()).toMatchObject({
    enabled: true,
    hooks_configured: ['post-execute'],
    timeout: 10,
    statistics: { runs: 3, failures: 2 },
    recent_executions: [{ success: false }, { success: true, exit_code: 0 }, { success: false }],
  });
  expect(Object.keys(hooks.status().recent_executions[0] ?? {}).at(-1)).toBe('execution_uuid');
  expect(lines.join()).not.toContain('hush-hush-7');
});

test('of what it complains only the end is told', async () => {
  const { hooks } = await makeTools({
    PRE_EXECUTE_HOOK: `sh -c 'i=0; while [ $i -lt 300 ]; do echo "line $i" >&2; i=$((i+1)); done; exit 1'`,
  });
  const [failed] = await hooks.run('pre-execute', data);
  expect(failed?.stderr).toHaveLength(500);
  expect(failed?.stderr).toMatch(/line 299\n$/);
});

test('one that takes too long is ended', async () => {
  const { hooks } = await makeTools({ PRE_EXECUTE_HOOK: 'sleep 60', HOOK_TIMEOUT: '0.2' });
  expect(await hooks.run('pre-execute', data)).toMatchObject([{ success: false, exit_code: 124, error: 'took longer than 0.2 s' }]);
});

test('one that was ended with the executor did not succeed', async () => {
  const file = join(await makeFolder(), 'up');
  const { hooks, endAll } = await makeTools({ PRE_EXECUTE_HOOK: `sh -c 'echo up > ${file}; exec sleep 60'` });
  const running = hooks.run('pre-execute', data);
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toBe('up\n');
  await endAll();
  expect(await running).toMatchObject([{ success: false, exit_code: 143, error: 'was ended with the executor' }]);
});

test('ten runs are remembered, the newest first; without hooks there is nothing to tell', async () => {
  const { hooks } = await makeTools({ PRE_EXECUTE_HOOK: 'true' });
  for (let round = 1; round <= 12; round += 1) await hooks.run('pre-execute', { execution_uuid: String(round) });
  expect(hooks.status().recent_executions.map(({ execution_uuid }) => execution_uuid)).toEqual(
    Array.from({ length: 10 }, (_, place) => String(12 - place)),
  );
  const none = await makeTools();
  expect(await none.hooks.run('pre-execute', data)).toEqual([]);
  expect(none.hooks.status()).toEqual({
    enabled: false,
    hooks_configured: [],
    timeout: 10,
    statistics: { runs: 0, failures: 0 },
    recent_executions: [],
  });
});
