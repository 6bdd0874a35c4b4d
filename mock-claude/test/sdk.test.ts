import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Anthropic, { NotFoundError } from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { folder, scripted, state } from './support/scripted.ts';

const fixesAFile = `
rules:
  - name: writes
    when: { turn: 1, text: /fix (\\S+)/ }
    reply: { thinking: The port is wrong., text: I will fix it., tools: [{ run: "sed -i s/8080/8000/ {{1}}" }] }
  - name: has written
    when: { turn: 2, tool_result: { text: exit 0 } }
    reply: Fixed.
`;
const prompt = 'Please fix compose.yaml';

/** A project with a wrong port, and a tool that really runs what it is told. */
async function project() {
  const directory = await folder();
  const file = join(directory, 'compose.yaml');
  await writeFile(file, 'ports: ["8080:80"]\n');
  const run = (command: string) => `exit 0\n${execFileSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8' })}`;
  return { run, text: () => readFile(file, 'utf8') };
}

test("Anthropic's SDK streams, calls the tool, and ends", async () => {
  const mock = await scripted(fixesAFile);
  const { run, text } = await project();
  const client = new Anthropic({ apiKey: 'any', baseURL: mock.url, maxRetries: 0 });
  const request = {
    model: 'claude-sonnet-5-5',
    max_tokens: 4000,
    thinking: { type: 'enabled' as const, budget_tokens: 1024 },
    tools: [{ name: 'bash', input_schema: { type: 'object' as const, properties: { command: { type: 'string' } } } }],
  };
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: prompt }];
  const first = await client.messages.stream({ ...request, messages }).finalMessage();
  expect(first.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use']);
  expect(first.stop_reason).toBe('tool_use');
  const call = first.content.find((block) => block.type === 'tool_use');
  const output = run((call?.input as { command: string } | undefined)?.command ?? '');
  messages.push(
    { role: 'assistant', content: first.content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: output }] },
  );
  const last = await client.messages.create({ ...request, messages });
  expect(last.content).toMatchObject([{ type: 'text', text: 'Fixed.' }]);
  expect(await text()).toBe('ports: ["8000:80"]\n');
  expect((await state(mock)).rules).toMatchObject([{ matched: 1 }, { matched: 1 }]);
});

test("Anthropic's SDK counts tokens and lists models", async () => {
  const mock = await scripted('models: [claude-a, claude-b]');
  const client = new Anthropic({ apiKey: 'any', baseURL: mock.url, maxRetries: 0 });
  const counted = await client.messages.countTokens({ model: 'claude-a', messages: [{ role: 'user', content: 'x'.repeat(400) }] });
  expect(counted).toEqual({ input_tokens: 100 });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['claude-a', 'claude-b']);
  expect(await client.models.retrieve('claude-b')).toMatchObject({ id: 'claude-b', type: 'model' });
  await expect(client.models.retrieve('claude-c')).rejects.toThrow(NotFoundError);
});

test("OpenAI's SDK streams a chat completion, calls the tool, and ends", async () => {
  const mock = await scripted(fixesAFile);
  const { run, text } = await project();
  const client = new OpenAI({ apiKey: 'any', baseURL: `${mock.url}/v1`, maxRetries: 0 });
  const request = {
    model: 'gpt-5',
    tools: [{ type: 'function' as const, function: { name: 'shell', parameters: { properties: { command: { type: 'string' } } } } }],
  };
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: prompt }];
  const stream = client.chat.completions.stream({ ...request, messages, stream_options: { include_usage: true } });
  const first = (await stream.finalChatCompletion()).choices[0]?.message;
  expect(await stream.totalUsage()).toMatchObject({ completion_tokens: expect.any(Number) as number });
  const call = first?.tool_calls?.[0];
  if (!first || call?.type !== 'function') throw new Error('no tool was called');
  const output = run((JSON.parse(call.function.arguments) as { command: string }).command);
  messages.push(first, { role: 'tool', tool_call_id: call.id, content: output });
  const last = await client.chat.completions.create({ ...request, messages });
  expect(last.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'Fixed.' } });
  expect(await text()).toBe('ports: ["8000:80"]\n');
});

test("OpenAI's SDK streams a response, calls the tool, and goes on from its id", async () => {
  const mock = await scripted(fixesAFile);
  const { run, text } = await project();
  const client = new OpenAI({ apiKey: 'any', baseURL: `${mock.url}/v1`, maxRetries: 0 });
  const request = {
    model: 'gpt-5',
    tools: [{ type: 'function' as const, name: 'exec_command', strict: false, parameters: { properties: { cmd: { type: 'string' } } } }],
  };
  const first = await client.responses.stream({ ...request, input: prompt }).finalResponse();
  expect(first.output.map(({ type }) => type)).toEqual(['reasoning', 'message', 'function_call']);
  expect(first.output_text).toBe('I will fix it.');
  const call = first.output.find((item) => item.type === 'function_call');
  const output = run((JSON.parse(call?.arguments ?? '') as { cmd: string }).cmd);
  const last = await client.responses.create({
    ...request,
    previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output }],
  });
  expect(last.output_text).toBe('Fixed.');
  expect(await text()).toBe('ports: ["8000:80"]\n');
});

test("OpenAI's SDK understands errors and lists models", async () => {
  const mock = await scripted('models: [gpt-a]\nrules: [{ when: { model: gpt-a }, fault: credits }]');
  const client = new OpenAI({ apiKey: 'any', baseURL: `${mock.url}/v1`, maxRetries: 0 });
  const refused = client.chat.completions.create({ model: 'gpt-a', messages: [{ role: 'user', content: 'hi' }] });
  await expect(refused).rejects.toMatchObject({ status: 429, code: 'insufficient_quota', type: 'insufficient_quota' });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['gpt-a']);
  await expect(client.models.retrieve('gpt-b')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
});
