import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ExecutorClient,
  type Notice,
  type Output,
  ExecutorError,
  connectExecutor,
  rpcCode,
} from '../../src/executor-client/client.ts';
import { type AnExecutor, anExecutor, connected, program, token } from './an-executor.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Says `ready`, then goes on until it is ended. */
const ticking = program(`process.stdout.write('ready\\n'); setInterval(() => process.stdout.write('tick\\n'), 20);`);

let executor: AnExecutor;
let client: ExecutorClient;

beforeAll(async () => {
  executor = await anExecutor();
});
afterAll(() => executor[Symbol.asyncDispose]());
beforeEach(async () => {
  client = await connected({ url: executor.url });
});
afterEach(() => client.close());

describe('output', () => {
  test('both streams come as they were written, in order', async () => {
    const source = `for (let i = 0; i < 3; i += 1) { process.stdout.write('out' + i + '\\n'); process.stderr.write('err' + i + '\\n'); }`;
    const { output, completed } = await client.execute(program(source));
    const pieces: Output[] = [];
    for await (const piece of output) pieces.push(piece);
    const of = (type: Output['type']) =>
      pieces
        .filter((piece) => piece.type === type)
        .map(({ data }) => data)
        .join('');
    expect({ stdout: of('stdout'), stderr: of('stderr') }).toEqual({ stdout: 'out0\nout1\nout2\n', stderr: 'err0\nerr1\nerr2\n' });
    expect(await completed).toMatchObject({ output: 'out0\nout1\nout2\n', error: 'err0\nerr1\nerr2\n', return_code: 0 });
  });

  test('characters are whole wherever chunks are cut', async () => {
    const text = 'aß€😀'.repeat(50_000);
    const result = await client.run(program(`process.stdout.write('aß€😀'.repeat(50_000));`));
    expect(result.output === text).toBe(true);
  });

  test('nobody has to read it', async () => {
    const execution = await client.execute(program(`process.stdout.write('x'.repeat(30_000_000));`));
    const result = await execution.completed;
    expect(result.output.length).toBe(8 * 1024 * 1024);
    expect(() => execution.output[Symbol.asyncIterator]()).toThrow('nobody read the output in time');
  });

  test('somebody may begin late', async () => {
    const execution = await client.execute(program(`process.stdout.write('x'.repeat(3_000_000));`));
    await execution.completed;
    let length = 0;
    for await (const { data } of execution.output) length += data.length;
    expect(length).toBe(3_000_000);
  });

  test('a reader may break off', async () => {
    const execution = await client.execute(program(`process.stdout.write('x'.repeat(30_000_000));`));
    for await (const { type } of execution.output) if (type === 'stdout') break;
    expect((await execution.completed).return_code).toBe(0);
    expect(() => execution.output[Symbol.asyncIterator]()).toThrow('can be read once');
  });
});

describe('the result', () => {
  test('is the document of the contract, its UUID last', async () => {
    const execution = await client.execute('echo "hello world"');
    const result = await execution.completed;
    expect(Object.keys(result)).toEqual([
      'session_id',
      'timestamp',
      'task',
      'output',
      'error',
      'return_code',
      'execution_time',
      'execution_uuid',
    ]);
    expect(result).toMatchObject({ session_id: client.sessionId, task: 'echo "hello world"', output: 'hello world\n', error: '' });
    expect(result.execution_uuid).toMatch(uuid);
    expect(result.execution_uuid).toBe(execution.uuid);
  });

  test('keeps the beginning of what is longer, in whole characters, and says so before the UUID', async () => {
    const result = await client.run(program(`process.stdout.write('€'.repeat(100)); process.stderr.write('short')`), {
      maxOutputBytes: 10,
    });
    expect(result).toMatchObject({ output: '€€€', error: 'short', truncated: true });
    expect(Object.keys(result).slice(-2)).toEqual(['truncated', 'execution_uuid']);
  });

  test.each([
    ['process.exit(7)', 7, 'exit code 7'],
    [`process.stderr.write('gone wrong'); process.exit(1)`, 1, 'gone wrong'],
    [`process.kill(process.pid, 'SIGKILL')`, 137, 'ended by signal 9'],
  ])('%s is exit code %i', async (source, code, error) => {
    expect(await client.run(program(source))).toMatchObject({ return_code: code, error });
  });

  test('a time-out is exit code 124', async () => {
    expect(await client.run(ticking, { timeout: 0.3 })).toMatchObject({ return_code: 124, error: 'timed out after 0.3 s' });
  });
});

describe('control', () => {
  test('cancel resolves once it has ended; after that it is nothing', async () => {
    const execution = await client.execute(ticking);
    for await (const _ of execution.output) break;
    await execution.cancel();
    expect(() => process.kill(execution.pid, 0)).toThrow('ESRCH');
    expect((await execution.completed).return_code).toBe(143);
    await execution.cancel();
  });

  test('a paused command says nothing until it is resumed', async () => {
    const said: string[] = [];
    let wake = () => {};
    const execution = await client.execute(ticking);
    const reading = (async () => {
      for await (const { data } of execution.output) {
        said.push(data);
        wake();
      }
    })();
    await execution.pause();
    // Its state in the kernel is what counts: T is stopped (proc_pid_stat(5)).
    await expect.poll(() => stateOf(execution.pid)).toBe('T');
    await execution.resume();
    const before = said.length;
    while (said.length < before + 3) await new Promise<void>((resolve) => (wake = resolve));
    await execution.cancel();
    await reading;
  });

  test('what has ended cannot be paused, and the next command is not meant', async () => {
    const first = await client.execute('true');
    await first.completed;
    const second = await client.execute(ticking);
    await expect(first.pause()).rejects.toMatchObject({ name: 'ExecutorError', code: rpcCode.noProcess });
    await first.cancel();
    expect(await stateOf(second.pid)).not.toBe('T');
    await second.cancel();
  });
});

describe('run', () => {
  test('an aborted signal cancels, and its reason is thrown once the command is gone', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let pid = 0;
    const source = `process.stdout.write(String(process.pid)); setInterval(() => {}, 1000);`;
    const running = client.run(program(source), {
      signal: controller.signal,
      onOutput({ data }) {
        pid = Number(data);
        controller.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect((await client.run('echo next')).output).toBe('next\n');
  });

  test('one that was aborted before starts nothing', async () => {
    await expect(client.run('true', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a reader that fails ends the command', async () => {
    const failing = client.run(ticking, { onOutput: () => Promise.reject(new Error('disk full')) });
    await expect(failing).rejects.toThrow('disk full');
    expect((await client.run('echo next')).output).toBe('next\n');
  });
});

describe('what the executor refuses is an ExecutorError with its code', () => {
  test.each([
    [['sh', '-c', 'true'], rpcCode.notAllowed],
    [['there-is-no-such-program'], rpcCode.badParams],
    ['a | b', rpcCode.badParams],
  ])('%j', async (command, code) => {
    const error: unknown = await client.run(command).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(ExecutorError);
    expect(error).toMatchObject({ code });
  });

  test('a second command beside one', async () => {
    const first = await client.execute(ticking);
    await expect(client.execute('true')).rejects.toMatchObject({ code: rpcCode.badParams });
    await first.cancel();
  });

  test('a token in its words is not repeated', async () => {
    await expect(client.run([token])).rejects.toThrow('***');
  });
});

test('notices: hooks that failed, and limits that an agent speaks of', async () => {
  await using hooked = await anExecutor({ PRE_EXECUTE_HOOK: 'false', DEFAULT_EXECUTION_TIMEOUT: '10' });
  const notices: Notice[] = [];
  await using warned = await connected({ url: hooked.url, onNotice: (notice) => notices.push(notice) });
  await warned.run(['echo', 'API Error: rate limit exceeded, retry after 30']);
  expect(notices).toMatchObject([
    { method: 'hook.warning', params: { hook: 'pre-execute', command: 'false' } },
    { method: 'error.rate_limit_exceeded', params: { retry_after: 30 } },
  ]);
  expect(await warned.hookStatus()).toMatchObject({ enabled: true, statistics: { runs: 1, failures: 1 } });
});

test('await using closes', async () => {
  let pid = 0;
  {
    await using other = await connectExecutor({ url: executor.url, token });
    ({ pid } = await other.execute(ticking));
  }
  await expect.poll(() => exists(pid)).toBe(false);
});

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function stateOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').charAt(0);
}
