import { readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOpenai } from '../../../src/agents/openai.ts';
import type { BackendOptions } from '../../../src/agents/options.ts';
import { createHostLauncher } from '../../../src/agents/running/host-launcher.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { assignmentFor, hastyClock } from '../try-on-files.ts';
import { type Reply, calls, chatServer, fails, resets, says, streams, whole } from './chat-server.ts';

const backendFor = (url: string, more: Partial<BackendOptions> = {}) =>
  createOpenai({
    url,
    environment: {},
    launcher: createHostLauncher({ clock: systemClock, ids: systemIds }),
    clock: hastyClock(1_000_000),
    ids: systemIds,
    zone: 'UTC',
    ...more,
  });

async function tryOf(replies: Reply[], files: Record<string, string> = {}, settings: Partial<BackendOptions> = {}) {
  const server = await chatServer(...replies);
  const assignment = await assignmentFor(files);
  const report = await backendFor(server.url, settings).work(assignment);
  /** What the model was told last, by tools. */
  const told = () =>
    server.requests
      .at(-1)
      ?.body.messages.filter(({ role }) => role === 'tool')
      .map(({ content }) => content) ?? [];
  return { ...server, assignment, report, told, read: (name: string) => readFile(join(assignment.worktree, name), 'utf8') };
}

test('a model lists, reads, edits and writes, and says that it is done', async () => {
  const { report, told, read, requests, assignment } = await tryOf(
    [
      calls(['list', {}], ['read', { path: 'compose.yaml' }]),
      calls(
        ['edit', { path: 'compose.yaml', old: '"80:80"', new: '"8080:80"' }],
        ['write', { path: 'docs/why.md', content: 'Because.\n' }],
      ),
      says('It listens on 8080 now.'),
    ],
    { 'compose.yaml': 'ports:\n  - "80:80"\n' },
  );
  expect(report).toEqual({ outcome: { kind: 'done' }, usage: { inputTokens: 30, outputTokens: 15 }, said: 'It listens on 8080 now.' });
  expect(told()).toEqual(['compose.yaml', 'ports:\n  - "80:80"\n', 'replaced one place in compose.yaml', 'wrote docs/why.md: 2 lines']);
  expect(await read('compose.yaml')).toBe('ports:\n  - "8080:80"\n');
  expect(await read('docs/why.md')).toBe('Because.\n');
  const [first] = requests;
  expect(first?.body).toMatchObject({ model: 'small-model', stream: true });
  expect(first?.body.messages.at(-1)).toEqual({ role: 'user', content: 'Make it listen on 8080.' });
  expect(first?.body.tools?.map((tool) => tool.function.name)).toEqual(['list', 'read', 'edit', 'write', 'run']);
  expect(assignment.heard.filter(({ event }) => event === 'uses')).toEqual([
    { event: 'uses', tool: 'list', detail: '.' },
    { event: 'uses', tool: 'read', detail: 'compose.yaml' },
    { event: 'uses', tool: 'edit', detail: 'compose.yaml' },
    { event: 'uses', tool: 'write', detail: 'docs/why.md' },
  ]);
});

test('a streamed call is put together from its pieces', async () => {
  const piece = (given: object) => ({ tool_calls: [{ index: 0, ...given }] });
  const { report, read } = await tryOf([
    streams(
      [
        { role: 'assistant', content: 'I ' },
        { content: 'write.' },
        piece({ id: 'a', type: 'function', function: { name: 'write', arguments: '' } }),
        piece({ function: { arguments: '{"path": "a", ' } }),
        piece({ function: { arguments: '"content": "é"}' } }),
      ],
      'tool_calls',
    ),
    streams([{ content: 'Done.' }]),
  ]);
  expect(report).toMatchObject({ outcome: { kind: 'done' }, said: 'Done.', usage: { inputTokens: 20, outputTokens: 10 } });
  expect(await read('a')).toBe('é');
});

test.each([
  ['write', { path: '../out', content: 'x' }, 'outside'],
  ['write', { path: '/tmp/portside-never', content: 'x' }, 'outside'],
  ['write', { path: 'link', content: 'x' }, 'outside'],
  ['edit', { path: 'link', old: 'secret', new: 'x' }, 'outside'],
  ['read', { path: 'link' }, 'outside'],
  ['list', { path: '..' }, 'outside'],
  ['write', { path: '.git/hooks/pre-commit', content: 'x' }, "git's own"],
  ['write', { path: 'sub/.GIT/config', content: 'x' }, "git's own"],
  ['read', { path: '.git/HEAD' }, "git's own"],
  ['run', { command: 'cat /etc/passwd' }, 'only these may be run here: none'],
  ['read', { path: 'absent' }, 'does not exist'],
  ['read', {}, 'read:'],
  ['fetch', { url: 'http://x' }, 'there is no tool fetch'],
  ['read', '{"path": ', 'no JSON'],
])('%s %j is refused, and the model is told', async (name, given, because) => {
  const server = await chatServer(calls([name, given]), says('Well.'));
  const assignment = await assignmentFor({});
  const outside = join(assignment.worktree, '../outside');
  await writeFile(outside, 'secret');
  await symlink(outside, join(assignment.worktree, 'link'));
  expect((await backendFor(server.url).work(assignment)).outcome).toEqual({ kind: 'done' });
  const told = server.requests[1]?.body.messages.at(-1)?.content;
  expect(told).toMatch(/^error:/);
  expect(told).toContain(because);
  expect(told).not.toContain('secret');
  expect(await readFile(outside, 'utf8')).toBe('secret');
});

test('on the host only commands of the criteria run, without this environment', async () => {
  const allowed = [[process.execPath, 'show.mjs']];
  const files = { 'show.mjs': 'console.log(JSON.stringify(Object.keys(process.env).sort())); process.exitCode = 3;' };
  const { told, assignment } = await tryOf(
    [calls(['run', { command: allowed[0] ?? [] }], ['run', { command: `${allowed[0]?.join(' ')}; id` }]), says('Ran.')],
    files,
    { runnable: allowed, clock: systemClock },
  );
  const [ran = '', refused] = told();
  expect(ran).toMatch(/^exit code 3\n/);
  expect(JSON.parse(ran.slice(ran.indexOf('[')))).toEqual(['HOME', 'LANG', 'PATH', 'PORTSIDE_TRY', 'TMPDIR']);
  expect(refused).toMatch(/^error: only these may be run here/);
  await expect(readFile(`${assignment.promptFile}.home`)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('where anything may run, a line of shell does, and its output is bounded', async () => {
  const { told } = await tryOf(
    [calls(['run', { command: 'seq 100000 && pwd' }]), says('Ran.')],
    {},
    { fullRights: true, clock: systemClock },
  );
  const [ran = ''] = told();
  expect(ran).toMatch(/^exit code 0\n1\n2\n/);
  expect(ran).toMatch(/characters left out\][^]*100000\n.*worktree\n$/);
  expect(ran.length).toBeLessThan(9000);
});

test.each([
  ['llama.cpp without --jinja', fails(500, { code: 500, message: 'tools param requires --jinja flag', type: 'server_error' })],
  ['Ollama', fails(400, { message: 'registry.ollama.ai/library/gemma:2b does not support tools', type: 'api_error' })],
])('%s knows no tools: calls are text then', async (_, refusal) => {
  const call = (name: string, args: object) => `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`;
  const { report, read, requests } = await tryOf([
    refusal,
    says(`First.\n${call('write', { path: 'a', content: 'one </tool_call> two' })}`),
    says(`${call('write', { path: 'b', content: 'b' })}${call('read', { path: 'a' })}`),
    says('Done.'),
  ]);
  expect(report).toMatchObject({ outcome: { kind: 'done' }, said: 'Done.' });
  expect([await read('a'), await read('b')]).toEqual(['one </tool_call> two', 'b']);
  const last = requests.at(-1)?.body;
  expect(last?.tools).toBeUndefined();
  expect(last?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
  expect(last?.messages[0]?.content).toContain('- edit: ');
  expect(last?.messages.at(-1)?.content).toContain('<tool_response name="read">\none </tool_call> two\n</tool_response>');
});

test('a server that knows no stream_options is asked without', async () => {
  const { report, requests } = await tryOf([
    fails(400, { message: 'Unrecognized request argument supplied: stream_options' }),
    says('Fine.'),
  ]);
  expect(report.outcome).toEqual({ kind: 'done' });
  expect(requests[1]?.body.stream_options).toBeUndefined();
});

test.each<[string, Reply, object]>([
  ['401', fails(401, { message: 'Incorrect API key provided' }), { kind: 'needs-a-person', reason: '401: Incorrect API key provided' }],
  ['403', fails(403, { message: 'Country not supported' }), { kind: 'needs-a-person' }],
  ['402', fails(402, { message: 'Insufficient credits' }), { kind: 'needs-a-person' }],
  [
    'a quota that is spent',
    fails(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }),
    { kind: 'needs-a-person' },
  ],
  [
    '429 with retry-after',
    fails(429, { message: 'slow' }, { 'retry-after': '90' }),
    { kind: 'wait-until', until: 1_090_000, reason: '429: slow' },
  ],
  [
    '429 with a date',
    fails(429, '<html>', { 'retry-after': 'Thu, 01 Jan 1970 00:20:00 GMT' }),
    { kind: 'wait-until', until: 1_200_000, reason: '429' },
  ],
  ['429 without', fails(429, '<html>busy</html>'), { kind: 'infrastructure', reason: '429' }],
  [
    '503',
    fails(503, { code: 503, message: 'Loading model', type: 'unavailable_error' }),
    { kind: 'infrastructure', reason: '503: Loading model' },
  ],
  [
    '503 that says when',
    fails(503, { message: 'Loading model' }, { 'retry-after': '120' }),
    { kind: 'infrastructure', reason: '503: Loading model', retryAfterMs: 120_000 },
  ],
  ['a reset', resets, { kind: 'infrastructure', reason: 'ECONNRESET' }],
  [
    'an error in the stream',
    ({ response }) =>
      void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"error":{"message":"overloaded","code":529}}\n\n'),
    { kind: 'infrastructure', reason: '529: overloaded' },
  ],
  [
    'a stream that breaks off',
    ({ response }) =>
      void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"choices":[{"delta":{"content":"I"}}]}\n\n'),
    { kind: 'infrastructure', reason: 'its answer broke off' },
  ],
  ['an unknown model', fails(404, { message: 'The model `x` does not exist' }), { kind: 'needs-a-person' }],
  ['HTML', ({ response }) => void response.end('<html>Log in to the network'), { kind: 'crashed' }],
  ['no choices', ({ response }) => void response.setHeader('content-type', 'application/json').end('{}'), { kind: 'crashed' }],
  ['a request that it will not have', fails(422, { message: 'bad' }), { kind: 'crashed' }],
  ['calls that are no JSON', calls(['read', '{']), { kind: 'crashed' }],
  ['silence', whole({ content: '' }), { kind: 'crashed' }],
  ['a refusal', whole({ content: null, refusal: 'I will not.' }), { kind: 'refused', reason: 'I will not.' }],
  ['a filter', whole({ content: '' }, 'content_filter'), { kind: 'refused' }],
  ['turns without end', calls(['list', {}]), { kind: 'stalled', reason: 'has not come to an end in 60 turns' }],
])('%s', async (_, reply, outcome) => {
  expect((await tryOf([reply])).report.outcome).toMatchObject(outcome);
});

test('what passes by itself is waited for a little, and told', async () => {
  const clock = hastyClock();
  const { report, assignment } = await tryOf([fails(500, 'x'), resets, says('Back.')], {}, { clock });
  expect(report.outcome).toEqual({ kind: 'done' });
  expect(clock.slept).toEqual([1000, 2000]);
  expect(assignment.heard.filter(({ event }) => event === 'retries')).toEqual([
    { event: 'retries', reason: '500: x' },
    { event: 'retries', reason: 'ECONNRESET' },
  ]);
});

test('an answer that is cut off is no end', async () => {
  const { report, requests } = await tryOf([whole({ content: 'Once upon' }, 'length'), says('Short.')]);
  expect(report.said).toBe('Short.');
  expect(requests[1]?.body.messages.at(-1)?.content).toMatch(/smaller steps/);
});

test('the tokens that are left are not overspent by more than an answer', async () => {
  const server = await chatServer(calls(['list', {}]));
  const report = await backendFor(server.url).work(await assignmentFor({}, { budget: { tokens: 40 } }));
  expect(report).toMatchObject({ outcome: { kind: 'stalled' }, usage: { inputTokens: 30, outputTokens: 15 } });
});

test('a long conversation stays under its bound, and under that of the server', async () => {
  const big = 'x'.repeat(20_000);
  const reads = Array.from({ length: 12 }, () => calls(['read', { path: 'big' }]));
  const tooLong = fails(400, { code: 400, type: 'exceed_context_size_error', message: 'the request exceeds the available context size' });
  const { report, requests } = await tryOf([...reads, tooLong, says('Done.')], { big });
  expect(report.outcome).toEqual({ kind: 'done' });
  const sizes = requests.map(({ body }) => JSON.stringify(body.messages).length);
  expect(Math.max(...sizes)).toBeLessThan(170_000);
  expect(sizes[13]).toBeLessThan((sizes[12] ?? 0) / 1.4);
  // Every result still has its call before it.
  for (const { body } of requests) {
    const asked = body.messages.flatMap(({ tool_calls: given }) => given ?? []).length;
    expect(body.messages.filter(({ role }) => role === 'tool')).toHaveLength(asked);
  }
});

test('who says nothing for too long has stalled; an abort ends it with its reason', async () => {
  const silent = await chatServer(() => undefined);
  const report = await backendFor(silent.url, { clock: systemClock }).work(await assignmentFor({}, { quietMs: 30 }));
  expect(report.outcome).toEqual({ kind: 'stalled', reason: 'silent for too long' });
  const controller = new AbortController();
  const asked = await chatServer(() => controller.abort(new Error('enough')));
  await expect(backendFor(asked.url).work(await assignmentFor({}, { signal: controller.signal }))).rejects.toThrow('enough');
});

test('the key goes along, and is not needed', async () => {
  const server = await chatServer(says('Hello.'));
  await backendFor(server.url).work(await assignmentFor({}, { environment: { OPENAI_API_KEY: 'k1' } }));
  await backendFor(server.url).work(await assignmentFor({}));
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k1', undefined]);
});

test('what is missing is said before anything starts', async () => {
  const { url } = await chatServer(says('Hello.'));
  expect(await backendFor(url).missing()).toBeUndefined();
  expect(await backendFor('http://127.0.0.1:1').missing()).toEqual({
    what: 'no server at http://127.0.0.1:1 (ECONNREFUSED)',
    mend: 'Start it, or name another with --url.',
  });
  expect(await backendFor('').missing()).toMatchObject({ what: 'no OpenAI-compatible server is named' });
});

test('a server that says to come back in a few seconds is asked again then, with all that was said', async () => {
  const clock = hastyClock(1_000_000);
  const busy = fails(429, { message: 'slow' }, { 'retry-after': '7' });
  const { report, requests } = await tryOf([calls(['list', {}]), busy, says('Done.')], {}, { clock });
  expect([report.outcome.kind, clock.slept, requests.at(-1)?.body.messages.length]).toEqual(['done', [7000], 4]);
});

test('a key that is refused when the models are asked for needs a person', async () => {
  const server = createServer((_, response) => void response.writeHead(401).end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const { outcome } = await backendFor(`http://127.0.0.1:${typeof address === 'object' && address?.port}`).work(await assignmentFor({}));
  expect(outcome).toMatchObject({ kind: 'needs-a-person', mend: expect.stringContaining('OPENAI_API_KEY') });
});
