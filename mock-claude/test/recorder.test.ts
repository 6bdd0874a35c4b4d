import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type Mock, startMock } from '../src/mock.ts';
import { ask, events, folder, scripted } from './support/scripted.ts';

/** One that only its header tells to be a key, and one that looks like it. */
const key = 'nobody-may-read-this-0001';
const other = 'sk-ant-api03-a-key-of-somebody-else';

const real = `
rules:
  - when: { turn: 1, tools: true }
    reply: { thinking: hm, text: "look: {{model}}", tools: [{ name: read, input: { path: a.txt } }], usage: { input: 11, output: 7 } }
  - when: { turn: 2 }
    times: 1
    fault: { type: overloaded, retry_after: 3 }
  - when: { turn: 2 }
    reply: { text: "the keys are ${key} and ${other}, and {{text}} stays", literal: true }
`;

/** A mock that plays the real API, a recorder before it, and the file that it writes. */
async function recorder() {
  const upstream = await scripted(real);
  const file = join(await folder(), 'recorded.yaml');
  const mock = await startMock({ record: file, upstream: upstream.url });
  onTestFinished(() => mock.close());
  return { mock, file };
}

const tool = { name: 'read', input_schema: { type: 'object', properties: { path: {} } } };
const thinking = { type: 'enabled', budget_tokens: 1024 };
const first = [{ role: 'user', content: 'what is in a.txt?' }];
const second = [
  ...first,
  { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'read', input: {} }] },
  { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] },
];

async function conversation(mock: Mock) {
  const body = { tools: [tool], max_tokens: 3000, thinking, model: 'claude-opus-5-5' };
  const headers = { 'x-api-key': key };
  const streamed = events(await (await ask(mock, { ...body, messages: first, stream: true }, headers)).text());
  const refused = await ask(mock, { ...body, messages: second }, headers);
  const last = (await (await ask(mock, { ...body, messages: second }, headers)).json()) as {
    content: { text: string }[];
    stop_reason: string;
  };
  return {
    streamed: streamed
      .map(({ event, data }) => [event, data['delta'], data['content_block'], data['usage']?.['output_tokens']])
      .filter(([event]) => event !== 'ping'),
    refused: [refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { error: object }).error],
    last: [last.content, last.stop_reason],
  };
}

test('what was recorded answers as the real one did, without its keys', async () => {
  const { mock, file } = await recorder();
  const heard = await conversation(mock);
  expect(heard.refused).toEqual([529, '3', { type: 'overloaded_error', message: 'Overloaded' }]);
  const text = await readFile(file, 'utf8');
  expect([text.includes(key), text.includes(other)]).toEqual([false, false]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const replayed = await conversation(await scripted(text));
  const clean = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll(key, '[redacted]').replaceAll(other, '[redacted]')) as unknown;
  expect(clean(replayed)).toEqual(clean(heard));
  expect(heard.last[0]).toMatchObject([{ text: expect.stringContaining('{{text}} stays') as string }]);
});

test('chat completions and Responses are recorded too, whole and as streams', async () => {
  const { mock, file } = await recorder();
  const headers = { authorization: `Bearer ${key}` };
  const post = async (to: Mock, path: string, body: object) =>
    (await fetch(`${to.url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify({ model: 'gpt-5', ...body }) })).text();
  const chatTool = { type: 'function', function: { name: 'read', parameters: {} } };
  const responseTool = { type: 'function', name: 'read', parameters: {} };
  const all = async (to: Mock) => {
    const said: string[] = [];
    for (const stream of [true, false]) {
      said.push(
        await post(to, 'chat/completions', { messages: first, tools: [chatTool], stream, stream_options: { include_usage: true } }),
      );
      said.push(await post(to, 'responses', { input: first, tools: [responseTool], stream }));
    }
    return said.map((text) => text.replaceAll(/"created(_at)?":\d+/g, ''));
  };
  const heard = await all(mock);
  expect(await all(await scripted(await readFile(file, 'utf8')))).toEqual(heard);
});

test('it needs both where to ask and where to write, and overwrites nothing', async () => {
  const { file } = await recorder();
  await expect(startMock({ record: file })).rejects.toThrow('--record FILE and --upstream URL belong together');
  await expect(startMock({ upstream: 'http://127.0.0.1:1' })).rejects.toThrow('belong together');
  await expect(startMock({ record: file, upstream: 'http://127.0.0.1:1' })).rejects.toThrow('file already exists');
});

test('what the mock itself would refuse is passed on whole, on a connection that stays', async () => {
  const { mock } = await recorder();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const refused = async () => {
    const headers = { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
    const asked = request(`${mock.url}/v1/messages`, { method: 'POST', agent, headers }).end('{}');
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return [response.statusCode, (await json(response)) as object, asked.reusedSocket];
  };
  const body = { type: 'error', error: { type: 'invalid_request_error', message: 'model: Field required' } };
  expect(await refused()).toMatchObject([400, body, false]);
  expect(await refused()).toMatchObject([400, body, true]);
});

test('an upstream that does not answer is said in the words of the API', async () => {
  const mock = await startMock({ record: join(await folder(), 'r.yaml'), upstream: 'http://127.0.0.1:1' });
  onTestFinished(() => mock.close());
  const response = await ask(mock, {});
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({
    type: 'error',
    error: { type: 'api_error', message: expect.stringContaining('http://127.0.0.1:1') as string },
  });
});
