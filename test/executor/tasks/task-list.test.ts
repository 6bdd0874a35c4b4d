import { expect, test } from 'vitest';
import { parseCommand } from '../../../src/executor/command/parse-command.ts';
import { startTaskList } from '../../../src/executor/tasks/task-list.ts';
import { makeTools } from '../tools.ts';

const plenty = () => ({ left: 2 ** 30 });

const questionOf = (tasks: string[], timeoutPerTask?: number) => ({
  id: 'the-id',
  tasks: tasks.map((description) => ({ description, argv: parseCommand(description) })),
  timeoutPerTask,
});

test('tasks run one after the other; one that fails does not keep the next from its turn', async () => {
  const list = startTaskList(
    questionOf([`sh -c 'echo out; echo err >&2'`, 'false', 'portside-no-such-program', 'echo last']),
    plenty(),
    await makeTools(),
  );
  expect([list.status(), list.progress(), list.currentTask()]).toEqual([
    'running',
    '0/4 tasks completed',
    `Task 1: sh -c 'echo out; echo err >&2'`,
  ]);
  expect(list.result()).toMatchObject({ status: 'running', completed_at: null, results: [] });
  await list.done;
  const result = list.result();
  expect(result).toMatchObject({
    execution_id: 'the-id',
    status: 'failed',
    total_tasks: 4,
    completed_tasks: 4,
    failed_tasks: 2,
    results: [
      { task_number: 1, exit_code: 0, stdout: 'out\n', stderr: 'err\n' },
      { task_number: 2, task_description: 'false', exit_code: 1, stdout: '', stderr: 'exit code 1' },
      { task_number: 3, exit_code: 127, stderr: 'there is no program "portside-no-such-program" here', execution_time: 0 },
      { task_number: 4, exit_code: 0, stdout: 'last\n', stderr: '' },
    ],
  });
  expect([list.progress(), list.currentTask()]).toEqual(['4/4 tasks completed', null]);
  expect([result, ...result.results].map((one) => Object.keys(one).at(-1))).toEqual(Array.from({ length: 5 }, () => 'execution_uuid'));
  expect(new Set([result, ...result.results].map(({ execution_uuid }) => execution_uuid)).size).toBe(5);
});

test('all in order is completed', async () => {
  const list = startTaskList(questionOf(['true', 'true']), plenty(), await makeTools());
  await list.done;
  expect(list.result()).toMatchObject({ status: 'completed', failed_tasks: 0 });
});

test('a task that takes too long fails with 124, and the next has its own time', async () => {
  const list = startTaskList(questionOf(['sleep 60', 'true'], 0.3), plenty(), await makeTools());
  await list.done;
  expect(list.result().results).toMatchObject([{ exit_code: 124, stderr: 'timed out after 0.3 s' }, { exit_code: 0 }]);
});

test('cancelled, the task at work ends and no other begins', async () => {
  const list = startTaskList(questionOf([`sh -c 'echo up; exec sleep 60'`, 'echo never']), plenty(), await makeTools());
  const before = list.size();
  await expect.poll(() => list.size()).toBe(before + 3);
  await list.cancel();
  expect(list.result()).toMatchObject({ status: 'cancelled', completed_tasks: 1, results: [{ exit_code: 143, stdout: 'up\n' }] });
  expect(list.currentTask()).toBeNull();
  await list.cancel();
});

test('cancelled at once, nothing runs', async () => {
  const list = startTaskList(questionOf(['echo never', 'echo never']), plenty(), await makeTools());
  await list.cancel();
  expect(list.result()).toMatchObject({ status: 'cancelled' });
  expect(
    list
      .result()
      .results.map(({ stdout }) => stdout)
      .join(''),
  ).toBe('');
});

test('more than is kept is cut and said to be, and all tasks share what a list may keep', async () => {
  const limit = 65_536;
  const tools = await makeTools({ MAX_BUFFER_SIZE: String(limit) });
  const list = startTaskList(questionOf(Array.from({ length: 6 }, () => `sh -c 'head -c 100000 /dev/zero'`)), plenty(), tools);
  await list.done;
  const { results } = list.result();
  expect(results.map(({ stdout }) => stdout.length)).toEqual([limit, limit, limit, limit, 0, 0]);
  expect(results.every(({ truncated }) => truncated)).toBe(true);
  expect(list.size()).toBeGreaterThanOrEqual(4 * limit);
});

test('a secret is neither in what a task is called nor in what it wrote', async () => {
  const list = startTaskList(
    questionOf([`sh -c 'printf hush-hush; echo -7; sleep 0.2' - hush-hush-7`]),
    plenty(),
    await makeTools({}, ['hush-hush-7']),
  );
  const current = list.currentTask();
  await list.done;
  expect(list.result().results).toMatchObject([
    { stdout: '***\n', task_description: `sh -c 'printf hush-hush; echo -7; sleep 0.2' - ***` },
  ]);
  expect(`${current} ${JSON.stringify(list.result())}`).not.toContain('hush-hush-7');
});

test('what the tasks are called counts to what a list holds', async () => {
  const list = startTaskList(questionOf([`echo ${'x'.repeat(100_000)}`]), plenty(), await makeTools({ MAX_BUFFER_SIZE: '65536' }));
  await list.done;
  expect(list.size()).toBeGreaterThan(100_000 + 65_536);
});

test('what all lists may keep together is shared, and given back by a list that is not kept any more', async () => {
  const budget = { left: 8 };
  const tools = await makeTools();
  const first = startTaskList(questionOf(['echo 12345']), budget, tools);
  await first.done;
  const second = startTaskList(questionOf(['echo 12345']), budget, tools);
  await second.done;
  expect(second.result().results).toMatchObject([{ stdout: '12', truncated: true }]);
  first.forget();
  expect(budget.left).toBe(6);
});
