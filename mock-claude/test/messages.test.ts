import { describe, expect, test } from 'vitest';
import { ask, events, plain, scripted } from './support/scripted.ts';

const twoTools = `
rules:
  - when: { text: work }
    reply:
      thinking: Two things are wrong.
      text: I will look.
      tools: [{ name: read, input: { path: a.txt } }, { name: read, input: { path: b.txt } }]
`;
const readTool = { name: 'read', input_schema: { type: 'object', properties: { path: { type: 'string' } } } };
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });

test('a stream has the events of the real API, in its order', async () => {
  const mock = await scripted(twoTools);
  const response = await ask(mock, {
    stream: true,
    messages: [user('work')],
    tools: [readTool],
    max_tokens: 3000,
    thinking: { type: 'enabled', budget_tokens: 2000 },
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const seen = events(await response.text());
  expect(seen.every(({ event, data }) => event === data['type'])).toBe(true);
  const brief = seen.map(({ data }) =>
    [data['type'], data['index'], data['delta']?.['type'] ?? data['content_block']?.['type']].filter((x) => x !== undefined).join(' '),
  );
  expect(brief.join('\n')).toMatchInlineSnapshot(`
    "message_start
    content_block_start 0 thinking
    ping
    content_block_delta 0 thinking_delta
    content_block_delta 0 signature_delta
    content_block_stop 0
    content_block_start 1 text
    content_block_delta 1 text_delta
    content_block_stop 1
    content_block_start 2 tool_use
    content_block_delta 2 input_json_delta
    content_block_delta 2 input_json_delta
    content_block_stop 2
    content_block_start 3 tool_use
    content_block_delta 3 input_json_delta
    content_block_delta 3 input_json_delta
    content_block_stop 3
    message_delta
    message_stop"
  `);
  expect(seen.at(4)?.data['delta']).toMatchObject({ signature: expect.stringMatching(/^[\w+/]{80,}={0,2}$/) as string });
  const starts = seen.filter(({ data }) => data['content_block']?.['type'] === 'tool_use').map(({ data }) => data['content_block']);
  expect(starts).toEqual([
    { type: 'tool_use', id: 'toolu_1_1', name: 'read', input: {} },
    { type: 'tool_use', id: 'toolu_1_2', name: 'read', input: {} },
  ]);
  expect(seen.at(-2)?.data).toMatchObject({
    delta: { stop_reason: 'tool_use', stop_sequence: null },
    usage: { output_tokens: expect.any(Number) as number },
  });
});

test('thoughts are shown only to whom asks for them', async () => {
  const mock = await scripted(twoTools);
  const body = await (await ask(mock, { messages: [user('work')], tools: [readTool] })).json();
  expect(body).toMatchObject({ type: 'message', content: [{ type: 'text' }, { type: 'tool_use' }, { type: 'tool_use' }] });
});

describe('requests are refused in the words of the real API', () => {
  const call = assistant([{ type: 'tool_use', id: 'toolu_1', name: 'read', input: {} }]);
  const result = (id: string) => user([{ type: 'tool_result', tool_use_id: id, content: 'x' }]);
  const cases: [string, object, string][] = [
    ['no model', { model: undefined }, 'model: Field required'],
    ['no max_tokens', { max_tokens: undefined }, 'max_tokens: Field required'],
    ['no messages', { messages: undefined }, 'messages: Field required'],
    ['an empty list', { messages: [] }, 'messages: at least one message is required'],
    ['the assistant first', { messages: [assistant('hi')] }, 'messages: first message must use the "user" role'],
    [
      'a system message',
      { messages: [user('hi'), { role: 'system', content: 'be brief' }] },
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    ],
    [
      'an unknown role',
      { messages: [{ role: 'robot', content: 'x' }] },
      'messages: Unexpected role "robot". Allowed roles are "user" or "assistant"',
    ],
    [
      'an empty message',
      { messages: [user('')] },
      'messages.0: all messages must have non-empty content except for the optional final assistant message',
    ],
    ['an empty text', { messages: [user([{ type: 'text', text: '' }])] }, 'messages: text content blocks must be non-empty'],
    [
      'a result of no call',
      { messages: [user('hi'), call, result('toolu_2')] },
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
    ],
    [
      'a result before any call',
      { messages: [result('toolu_9')] },
      'messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_9. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    ],
    ['two tools of one name', { tools: [readTool, readTool] }, 'tools: Tool names must be unique.'],
    [
      'a small budget',
      { thinking: { type: 'enabled', budget_tokens: 10 } },
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    ],
    [
      'a budget above max_tokens',
      { thinking: { type: 'enabled', budget_tokens: 2048 } },
      '`max_tokens` must be greater than `thinking.budget_tokens`.',
    ],
  ];

  test.each(cases)('%s', async (_name, body, message) => {
    const mock = await scripted('{}');
    const response = await ask(mock, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-should-retry')).toBe('false');
    const requestId = response.headers.get('request-id');
    expect(await response.json()).toEqual({ type: 'error', error: { type: 'invalid_request_error', message }, request_id: requestId });
  });

  test('what is no JSON, no key, no version', async () => {
    const mock = await scripted('keys: [good]');
    const post = (headers: Record<string, string>, body: string) => fetch(`${mock.url}/v1/messages`, { method: 'POST', headers, body });
    const told = async (response: Response) => [response.status, ((await response.json()) as { error: { message: string } }).error.message];
    const version = { 'anthropic-version': '2023-06-01' };
    expect(await told(await post(version, '{}'))).toEqual([401, 'x-api-key header is required']);
    expect(await told(await post({ ...version, 'x-api-key': 'bad' }, '{}'))).toEqual([401, 'invalid x-api-key']);
    expect(await told(await post({ ...version, authorization: 'Bearer bad' }, '{}'))).toEqual([401, 'Invalid bearer token']);
    expect(await told(await post({ 'x-api-key': 'good' }, '{}'))).toEqual([400, 'anthropic-version: header is required']);
    const [status, message] = await told(await post({ ...version, 'x-api-key': 'good' }, '{"model"'));
    expect([status, message]).toEqual([400, expect.stringMatching(/^The request body is not valid JSON: /)]);
  });
});

test('unknown fields, betas and queries are let through, and so is a system message for whom has its beta', async () => {
  const mock = await scripted('{}');
  const headers = { 'anthropic-beta': 'from-the-future-2030-01-01,mid-conversation-tool-changes-2026-07-01' };
  const body = {
    future: { field: 1 },
    system: [{ type: 'text', text: 'a' }],
    messages: [user('hi'), { role: 'system', content: [{ type: 'text', text: 'b' }] }],
  };
  expect((await ask(mock, body, headers)).status).toBe(200);
});

test('a limit and a stop sequence cut what is said', async () => {
  const mock = await scripted('default: one two three four five six seven');
  expect(await (await ask(mock, { max_tokens: 2 })).json()).toMatchObject({
    content: [{ text: 'one two ' }],
    stop_reason: 'max_tokens',
    usage: { output_tokens: 2 },
  });
  expect(await (await ask(mock, { stop_sequences: ['four', 'three'] })).json()).toMatchObject({
    content: [{ text: 'one two ' }],
    stop_reason: 'stop_sequence',
    stop_sequence: 'three',
  });
});

test('marked beginnings of a prompt are written to the cache once, and read from then on', async () => {
  const mock = await scripted('{}');
  const system = [{ type: 'text', text: 'x'.repeat(8000), cache_control: { type: 'ephemeral' } }];
  const used = async (content: string) =>
    ((await (await ask(mock, { system, messages: [user(content)] })).json()) as { usage: object }).usage;
  expect(await used('abcdefgh')).toMatchObject({ cache_creation_input_tokens: 2003, cache_read_input_tokens: 0, input_tokens: 2 });
  expect(await used('abcd')).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 2003, input_tokens: 1 });
});

test('counting agrees with what an answer says it used', async () => {
  const mock = await scripted('{}');
  const body = { ...plain, tools: [readTool], system: 'be brief' };
  const headers = { 'x-api-key': 'any', 'anthropic-version': '2023-06-01' };
  const counted = await fetch(`${mock.url}/v1/messages/count_tokens?beta=true`, { method: 'POST', headers, body: JSON.stringify(body) });
  const { usage } = (await (await ask(mock, body)).json()) as { usage: { input_tokens: number } };
  expect(await counted.json()).toEqual({ input_tokens: usage.input_tokens });
});

test('what clients ask besides is answered', async () => {
  const mock = await scripted('models: [claude-a]');
  expect((await fetch(mock.url, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(`${mock.url}/api/event_logging/batch`, { method: 'POST', body: '{}' })).status).toBe(200);
  const headers = { 'x-api-key': 'any', 'anthropic-version': '2023-06-01' };
  const models = `${mock.url}/v1/models`;
  expect(await (await fetch(models, { headers })).json()).toMatchObject({ data: [{ type: 'model', id: 'claude-a' }], has_more: false });
  expect(await (await fetch(models, { headers: { authorization: 'Bearer any' } })).json()).toMatchObject({
    object: 'list',
    data: [{ object: 'model' }],
  });
  expect((await fetch(`${mock.url}/v1/other`, { headers })).status).toBe(404);
});

test('where keys are named, models are listed for them alone', async () => {
  const mock = await scripted('keys: [good]');
  const status = async (headers: Record<string, string>) => (await fetch(`${mock.url}/v1/models`, { headers })).status;
  const version = { 'anthropic-version': '2023-06-01' };
  expect([await status({ ...version, 'x-api-key': 'bad' }), await status({ ...version, 'x-api-key': 'good' })]).toEqual([401, 200]);
  expect([await status({ authorization: 'Bearer bad' }), await status({ authorization: 'Bearer good' })]).toEqual([401, 200]);
});

test('a set of tools that the server would have needs no name', async () => {
  const mock = await scripted('{}');
  const toolset = { type: 'mcp_toolset', mcp_server_name: 'files' };
  expect((await ask(mock, { tools: [toolset, { ...toolset, mcp_server_name: 'mail' }] })).status).toBe(200);
  expect((await ask(mock, { tools: [{ input_schema: { type: 'object' } }] })).status).toBe(400);
});
