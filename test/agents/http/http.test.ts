import { writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHttp } from '../../../src/agents/http.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { assignmentFor, hastyClock } from '../try-on-files.ts';

interface Call {
  path: string;
  body: Record<string, unknown>;
  headers: IncomingMessage['headers'];
}

/** Answers by `METHOD /path`; what it does not know it answers with 404. */
async function agentServer(answers: Record<string, (call: Call, response: ServerResponse, request: IncomingMessage) => unknown>) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const path = `${request.method} ${request.url}`;
      const call = { path, body: JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown>, headers: request.headers };
      calls.push(call);
      const answer = answers[path];
      const json = answer ? await answer(call, response, request) : { detail: 'Not Found' };
      if (json === undefined) return;
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

const backendFor = (url: string | undefined) =>
  createHttp({ ...(url === undefined ? {} : { url }), environment: {}, clock: hastyClock(1_000_000), ids: systemIds, zone: 'UTC' });

const aiderSays = (more: object) => () => ({
  status: 'success',
  output: 'Edited it.',
  error: null,
  files_modified: [],
  git_commits: [],
  duration_seconds: 1,
  exit_code: 0,
  completed: true,
  ...more,
});
const changes = ({ body }: Call) => writeFile(join(String(body['workspace']), 'made'), 'x');

test('aider-wrapper is sent the task and the workspace; its answer is a claim, and what it did is seen here', async () => {
  const { origin, calls } = await agentServer({
    'POST /api/execute': async (call) => {
      await changes(call);
      return aiderSays({ files_modified: ['made'] })();
    },
  });
  const assignment = await assignmentFor({}, { iteration: 3, model: 'small', environment: { PORTSIDE_AGENT_TOKEN: 't1' } });
  const report = await backendFor(origin).work(assignment);
  expect(report).toEqual({ outcome: { kind: 'done' }, usage: { inputTokens: 0, outputTokens: 0 }, said: 'Edited it.' });
  expect(calls[0]?.body).toEqual({
    prompt: assignment.prompt,
    workspace: assignment.directory,
    iteration: 3,
    model: 'small',
    files: [],
    mode: 'code',
  });
  expect(calls[0]?.headers.authorization).toBe('Bearer t1');
});

test('a server that changes nothing here is named, whatever it claims', async () => {
  const { origin } = await agentServer({ 'POST /api/execute': aiderSays({ files_modified: ['a.py'] }) });
  const assignment = await assignmentFor({});
  const { outcome, said } = await backendFor(`${origin}/api/execute`).work(assignment);
  expect(outcome).toEqual({ kind: 'done' });
  expect(said).toBe(
    `Edited it.\nThe server says that it changed a.py, but nothing changed in ${assignment.directory}. If it runs in a container or on another machine, it must see that folder at the same path.`,
  );
});

test.each([
  ['/execute', 'prompt', { output: 'said' }],
  ['/api/task', 'task', { result: 'said' }],
  ['/api/run', 'prompt', { response: 'said' }],
  ['/chain/invoke', 'input', { output: { output: 'said' }, metadata: {} }],
])('%s', async (path, field, answer) => {
  const { origin, calls } = await agentServer({ [`POST ${path}`]: () => answer });
  const assignment = await assignmentFor({});
  const { outcome, said } = await backendFor(`${origin}${path}/`).work(assignment);
  expect([outcome.kind, said.split('\n')[0]]).toEqual(['done', 'said']);
  const sent = calls[0]?.body[field];
  const inner = { prompt: assignment.prompt, workspace: assignment.directory, iteration: 1 };
  expect(sent).toEqual(field === 'input' ? { ...inner, input: assignment.prompt } : assignment.prompt);
});

test('autogpt is asked until its task is over', async () => {
  const states = ['running', 'running', 'completed'];
  const { origin, calls } = await agentServer({
    'POST /api/agent/tasks': () => ({ task_id: 'a/b' }),
    'GET /api/agent/tasks/a%2Fb': () => ({ status: states.shift(), output: 'Finished.' }),
  });
  const assignment = await assignmentFor({});
  expect(await backendFor(`${origin}/api/agent/tasks`).work(assignment)).toMatchObject({ outcome: { kind: 'done' } });
  expect(calls.map(({ path }) => path.split(' ')[0])).toEqual(['POST', 'GET', 'GET', 'GET']);
  expect(calls[0]?.body).toMatchObject({ input: assignment.prompt, additional_input: { workspace: assignment.directory } });
});

test('a task that is looked at at /status is taken back when the try is called off, or is overdue', async () => {
  const controller = new AbortController();
  const { origin, calls } = await agentServer({
    'POST /tasks': () => ({ task_id: 7, status: 'queued' }),
    'GET /tasks/7/status': () => {
      controller.abort(new Error('enough'));
      return { status: 'running' };
    },
    'POST /tasks/7/cancel': () => ({ status: 'cancelled' }),
  });
  await expect(backendFor(`${origin}/tasks`).work(await assignmentFor({}, { signal: controller.signal }))).rejects.toThrow('enough');
  expect(calls.at(-1)?.path).toBe('POST /tasks/7/cancel');
});

test('who is longer at it than it may be has stalled', async () => {
  const { origin } = await agentServer({ 'POST /api/run': () => undefined });
  const report = await backendFor(`${origin}/api/run`).work(await assignmentFor({}, { timeoutMs: 50 }));
  expect(report.outcome).toEqual({ kind: 'stalled', reason: 'the server was not ready after 0 s' });
});

test.each([
  ['its time-out', { status: 'error', exit_code: 124, error: 'Timed out after 600 s', completed: false }, { kind: 'stalled' }],
  [
    'no model behind it',
    { status: 'error', exit_code: 1, error: "Error: HTTPConnectionPool: Failed to resolve 'llama-cpp'" },
    { kind: 'infrastructure' },
  ],
  [
    'a model that is overloaded',
    { status: 'error', exit_code: 1, error: 'litellm.InternalServerError: overloaded' },
    { kind: 'infrastructure' },
  ],
  [
    'a key that is missing',
    { status: 'error', exit_code: 1, error: 'AuthenticationError: Incorrect API key provided' },
    { kind: 'needs-a-person' },
  ],
  ['a crash', { status: 'error', exit_code: 2, error: 'Traceback\nKeyError: 1' }, { kind: 'crashed', reason: 'KeyError: 1', exitCode: 2 }],
  ['an exit code that its status belies', { status: 'success', exit_code: 1, error: '', completed: true }, { kind: 'crashed' }],
])('%s', async (_, answer, outcome) => {
  const { origin } = await agentServer({ 'POST /api/execute': () => answer });
  expect((await backendFor(origin).work(await assignmentFor({}))).outcome).toMatchObject(outcome);
});

const answers =
  (status: number, text: string, headers: Record<string, string> = {}) =>
  (_: Call, response: ServerResponse) =>
    void response.writeHead(status, headers).end(text);

test.each([
  [
    'a workspace outside of its root',
    answers(400, '{"detail":"workspace outside of /work"}'),
    { kind: 'needs-a-person', reason: '400: workspace outside of /work' },
  ],
  ['a token that it wants', answers(401, '{}'), { kind: 'needs-a-person' }],
  ['a limit', answers(429, '{}', { 'retry-after': '60' }), { kind: 'wait-until', until: 1_060_000 }],
  [
    'a busy server',
    answers(503, '{"error":"busy"}', { 'retry-after': '5' }),
    { kind: 'infrastructure', reason: '503: busy', retryAfterMs: 5000 },
  ],
  ['a page', answers(200, '<html>'), { kind: 'crashed' }],
  ['a reset', (_: Call, __: ServerResponse, request: IncomingMessage) => void request.socket.resetAndDestroy(), { kind: 'infrastructure' }],
])('%s', async (_, answer, outcome) => {
  const { origin } = await agentServer({ 'POST /api/execute': answer });
  expect((await backendFor(origin).work(await assignmentFor({}))).outcome).toMatchObject(outcome);
});

test('a task that its server has lost, and one of which it says nothing, end', async () => {
  const { origin } = await agentServer({ 'POST /tasks': () => ({ task_id: 1 }) });
  expect((await backendFor(`${origin}/tasks`).work(await assignmentFor({}))).outcome).toMatchObject({
    kind: 'needs-a-person',
    reason: '404: Not Found',
  });
  const silent = await agentServer({ 'POST /tasks': () => ({ task_id: 1 }), 'GET /tasks/1/status': () => ({}) });
  expect((await backendFor(`${silent.origin}/tasks`).work(await assignmentFor({}))).outcome).toMatchObject({ kind: 'crashed' });
});

test('what is missing is said before anything starts', async () => {
  const well = await agentServer({ 'GET /health': () => ({ status: 'ok', version: '1', aider_available: true }) });
  expect(await backendFor(well.origin).missing()).toBeUndefined();
  const without = await agentServer({});
  expect(await backendFor(`${without.origin}/api/run`).missing()).toBeUndefined();
  const ill = await agentServer({ 'GET /health': () => ({ status: 'ok', aider_available: false }) });
  expect(await backendFor(ill.origin).missing()).toMatchObject({ what: `the server at ${ill.origin} has no aider` });
  expect(await backendFor('http://127.0.0.1:1').missing()).toMatchObject({ what: 'no server at http://127.0.0.1:1 (ECONNREFUSED)' });
  for (const url of [undefined, 'ftp://x', 'http://127.0.0.1/nothing'])
    expect(await backendFor(url).missing()).toMatchObject({ what: 'no address of a server of agents is given' });
});
