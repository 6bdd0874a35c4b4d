import { describe, expect, test } from 'vitest';
import { events, scripted } from './support/scripted.ts';
import type { Mock } from '../src/mock.ts';

const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
const post = (mock: Mock, path: string, body: object) =>
  fetch(`${mock.url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify({ model: 'gpt-5', ...body }) });
const user = (content: string) => ({ role: 'user', content });

describe('Responses', () => {
  test('a stream has the events of the real API, in its order and numbered', async () => {
    const mock = await scripted('rules: [{ reply: { text: hi, tools: [{ run: ls }] } }]');
    const tools = [{ type: 'function', name: 'exec_command', parameters: { properties: { cmd: { type: 'string' } } } }];
    const seen = events(await (await post(mock, 'responses', { stream: true, input: 'go', tools })).text());
    expect(seen.map(({ data }) => data['sequence_number'])).toEqual(seen.map((_event, index) => index));
    expect(seen.map(({ event }) => event).join('\n')).toMatchInlineSnapshot(`
      "response.created
      response.in_progress
      response.output_item.added
      response.content_part.added
      response.output_text.delta
      response.output_text.done
      response.content_part.done
      response.output_item.done
      response.output_item.added
      response.function_call_arguments.delta
      response.function_call_arguments.done
      response.output_item.done
      response.completed"
    `);
    expect(seen.at(-1)?.data['response']).toMatchObject({
      status: 'completed',
      output: [
        { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
        { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"ls"}' },
      ],
    });
  });

  test('custom tools get a text, a local shell an argv', async () => {
    const mock = await scripted(`
rules:
  - { when: { turn: 1 }, reply: { tools: [{ name: apply_patch, input: "*** Begin Patch" }] } }
  - { when: { turn: 2, tool_result: { tool: apply_patch, text: Success } }, reply: { tools: [{ run: ls }] } }
`);
    const tools = [{ type: 'custom', name: 'apply_patch' }, { type: 'local_shell' }];
    const output = async (body: object) =>
      (await (await post(mock, 'responses', { tools, ...body })).json()) as { id: string; output: object[] };
    const first = await output({ input: [user('go')] });
    expect(first.output).toMatchObject([{ type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch', call_id: 'call_1_1' }]);
    const second = await output({
      previous_response_id: first.id,
      input: [{ type: 'custom_tool_call_output', call_id: 'call_1_1', output: 'Success' }],
    });
    expect(second.output).toMatchObject([{ type: 'local_shell_call', action: { type: 'exec', command: ['bash', '-lc', 'ls'] } }]);
    const streamed = await post(mock, 'responses', { tools, stream: true, input: [user('go')] });
    expect(events(await streamed.text()).map(({ event }) => event)).toContain('response.custom_tool_call_input.delta');
  });

  test('it refuses what the real API refuses', async () => {
    const mock = await scripted('{}');
    const told = async (body: object) =>
      ((await (await post(mock, 'responses', body)).json()) as { error: { message: string } }).error.message;
    expect(await told({})).toBe("Missing required parameter: 'input'.");
    expect(await told({ input: [{ type: 'function_call_output', call_id: 'call_9', output: 'x' }] })).toBe(
      'No tool call found for function call output with call_id call_9.',
    );
    expect(await told({ input: [{ type: 'function_call', call_id: 'call_9', name: 'x', arguments: '{}' }] })).toBe(
      'No tool output found for function call call_9.',
    );
    expect(await told({ input: 'hi', previous_response_id: 'resp_9' })).toBe("Previous response with id 'resp_9' not found.");
  });

  test('an error in a stream is a response that failed', async () => {
    const mock = await scripted('rules: [{ fault: { type: stream_error, after: 2 } }]');
    const seen = events(await (await post(mock, 'responses', { stream: true, input: 'go' })).text());
    expect(seen.at(-1)).toMatchObject({
      event: 'response.failed',
      data: { response: { status: 'failed', error: { code: 'server_is_overloaded' } } },
    });
  });
});

describe('chat completions', () => {
  test('tool calls come as deltas, the usage last for whom asks for it', async () => {
    const mock = await scripted(
      'rules: [{ reply: { thinking: hm, text: hi, tools: [{ name: f, input: { a: 1 } }, { name: f, input: { a: 2 } }], usage: { input: 7, output: 3 } } }]',
    );
    const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }];
    const body = { messages: [user('go')], tools, stream: true, stream_options: { include_usage: true } };
    const text = await (await post(mock, 'chat/completions', body)).text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    const seen = events(text.replace('data: [DONE]\n\n', '')).map(
      ({ data }) => data as unknown as { choices: { delta: object; finish_reason: unknown }[]; usage: unknown },
    );
    expect(seen.flatMap(({ choices }) => choices.map(({ delta }) => delta))).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { reasoning_content: 'hm' },
      { content: 'hi' },
      { tool_calls: [{ index: 0, id: 'call_1_1', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"a":1}' } }] },
      { tool_calls: [{ index: 1, id: 'call_1_2', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 1, function: { arguments: '{"a":2}' } }] },
      {},
    ]);
    expect(seen.at(-2)).toMatchObject({ choices: [{ finish_reason: 'tool_calls' }], usage: null });
    expect(seen.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
    const unasked = await (await post(mock, 'chat/completions', { ...body, stream_options: undefined })).text();
    expect(unasked).not.toContain('"usage"');
  });

  test('it refuses what the real API refuses', async () => {
    const mock = await scripted('{}');
    const told = async (body: object) =>
      ((await (await post(mock, 'chat/completions', body)).json()) as { error: { message: string } }).error.message;
    expect(await told({})).toBe("Missing required parameter: 'messages'.");
    expect(await told({ messages: [] })).toMatch(/^Invalid 'messages': empty array\./);
    const lost = [user('go'), { role: 'tool', tool_call_id: 'call_9', content: 'x' }];
    expect(await told({ messages: lost })).toBe(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    );
    const open = [
      user('go'),
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_9', type: 'function', function: { name: 'f', arguments: '{}' } }] },
    ];
    expect(await told({ messages: [...open, user('well?')] })).toContain(
      'The following tool_call_ids did not have response messages: call_9',
    );
  });
});

test.each([
  ['authentication', 401, 'invalid_request_error', 'invalid_api_key'],
  ['permission', 403, 'invalid_request_error', 'permission_denied'],
  ['credits', 429, 'insufficient_quota', 'insufficient_quota'],
  ['rate_limit', 429, 'requests', 'rate_limit_exceeded'],
  ['overloaded', 503, 'server_error', 'server_is_overloaded'],
  ['server', 500, 'server_error', null],
])('%s has the body of OpenAI', async (fault, status, type, code) => {
  const mock = await scripted(`rules: [{ fault: ${fault} }]`);
  const response = await post(mock, 'chat/completions', { messages: [user('go')] });
  expect(response.status).toBe(status);
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  expect(await response.json()).toEqual({ error: { message: expect.stringMatching(/\w/) as string, type, code, param: null } });
});

test('a usage limit tells when it is lifted, as Codex reads it; without a key nobody comes in', async () => {
  const now = Date.parse('2026-11-21T13:00:00Z');
  const mock = await scripted('rules: [{ fault: { type: usage_limit, resets_in: 60 } }]', {
    now: () => now,
    sleep: () => Promise.resolve(),
  });
  expect(await (await post(mock, 'responses', { input: 'go' })).json()).toMatchObject({
    error: { type: 'usage_limit_reached', plan_type: 'plus', resets_at: now / 1000 + 60, resets_in_seconds: 60 },
  });
  const keyless = await fetch(`${mock.url}/v1/responses`, { method: 'POST', body: '{}' });
  expect(keyless.status).toBe(401);
});
