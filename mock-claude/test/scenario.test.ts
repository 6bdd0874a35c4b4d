import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../src/scenario/parse.ts';
import { ScenarioError } from '../src/scenario/scenario-error.ts';
import { ask, scripted, state } from './support/scripted.ts';

const user = (content: unknown) => ({ role: 'user', content });
const says = async (response: Promise<Response>) => {
  const { content } = (await (await response).json()) as { content: { text?: string; input?: unknown }[] };
  return content.map(({ text, input }) => text ?? input);
};

describe('which rule answers', () => {
  test('the first one that fits and is not used up', async () => {
    const mock = await scripted(`
rules:
  - { name: twice, when: { text: build }, times: 2, fault: overloaded }
  - { name: then, when: { text: build }, reply: built }
default: nothing fits
`);
    const messages = [user('build it')];
    const statuses = [await ask(mock, { messages }), await ask(mock, { messages })].map(({ status }) => status);
    expect(statuses).toEqual([529, 529]);
    expect(await says(ask(mock, { messages }))).toEqual(['built']);
    expect(await says(ask(mock, {}))).toEqual(['nothing fits']);
    expect((await state(mock)).rules).toEqual([
      { name: 'twice', matched: 2, left: 0 },
      { name: 'then', matched: 1, left: null },
    ]);
  });

  test('by turn, session, model, api, tools and streaming', async () => {
    const mock = await scripted(`
rules:
  - { when: { session: red }, reply: by session }
  - { when: { nth_session: 2 }, reply: by its place }
  - { when: { model: haiku }, reply: by model }
  - { when: { turn: [2, 3] }, reply: by turn }
  - { when: { tools: true }, reply: by tools }
  - { when: { api: chat }, reply: by api }
  - { when: { stream: false }, reply: not streamed }
`);
    expect(await says(ask(mock, {}, { 'x-mock-session': 'first' }))).toEqual(['not streamed']);
    expect(await says(ask(mock, {}, { 'x-mock-session': 'second' }))).toEqual(['by its place']);
    expect(await says(ask(mock, { messages: [user('[session: dark red] hi')] }))).toEqual(['by session']);
    expect(await says(ask(mock, { model: 'claude-haiku-5-5' }, { 'x-claude-code-session-id': 'first' }))).toEqual(['by model']);
    const second = [user('a'), { role: 'assistant', content: 'b' }, user('c')];
    expect(await says(ask(mock, { messages: second }))).toEqual(['by turn']);
    expect(await says(ask(mock, { tools: [{ name: 'x', input_schema: {} }] }))).toEqual(['by tools']);
  });

  test('by the last thing said, without the reminders of agents, and what it captured fills the answer in', async () => {
    const mock = await scripted(`
rules:
  - when: { text: '/^set (?<key>\\w+) to (\\d+)$/m' }
    reply: { text: '{{key}} is {{2}}, {{unknown}} stays', tools: [{ name: write, input: { lines: ['{{key}}={{2}}'] }, unoffered: true }] }
`);
    const content = [
      { type: 'text', text: '<system-reminder>\nset nothing to 0\n</system-reminder>' },
      { type: 'text', text: 'set port to 8001' },
    ];
    expect(await says(ask(mock, { messages: [user(content)] }))).toEqual(['port is 8001, {{unknown}} stays', { lines: ['port=8001'] }]);
  });

  test('by what a tool gave', async () => {
    const mock = await scripted(`
rules:
  - { when: { tool_result: { error: true } }, reply: it failed }
  - { when: { tool_result: { tool: bash, text: '/(\\d+) passed/' } }, reply: '{{1}} of them' }
  - { when: { tool_result: panic }, reply: it panicked }
  - { when: { tool_result: true }, reply: 'something else: {{tool_result}}' }
  - { when: { tool_result: false }, reply: no tool }
`);
    const after = (content: string, error = false) => [
      user('go'),
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'bash', input: {} }] },
      user([{ type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: content }], is_error: error }]),
    ];
    const said = async (messages: unknown) => (await says(ask(mock, { messages })))[0];
    expect(await said(after('12 passed'))).toBe('12 of them');
    expect(await said(after('12 passed', true))).toBe('it failed');
    expect(await said(after('panic!'))).toBe('it panicked');
    expect(await said(after('ok'))).toBe('something else: ok');
    expect(await said([user('go')])).toBe('no tool');
  });

  test('one that calls a tool waits for a request that offers it', async () => {
    const mock = await scripted(`
rules:
  - { reply: { tools: [{ run: ls }] } }
default: a title
`);
    expect(await says(ask(mock, {}))).toEqual(['a title']);
    const Bash = { name: 'Bash', input_schema: { properties: { command: { type: 'string' }, description: { type: 'string' } } } };
    expect(await says(ask(mock, { tools: [Bash] }))).toEqual([{ command: 'ls', description: expect.any(String) as string }]);
    const shell = { name: 'shell', input_schema: { properties: { command: { type: 'array' } } } };
    expect(await says(ask(mock, { tools: [shell] }))).toEqual([{ command: ['bash', '-lc', 'ls'] }]);
  });
});

test('every scenario of the README can be used', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const scenarios = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parseScenario(text, 'README.md'));
  expect(scenarios.map(({ rules }) => rules.length)).toEqual([4, 0]);
});

test('without a file it runs what it is told, and says what came of it', async () => {
  const { startMock } = await import('../src/mock.ts');
  await using mock = await startMock();
  const tools = [{ name: 'bash', input_schema: { properties: { command: {} } } }];
  expect(await says(ask(mock, { messages: [user('please\nrun: ls -la')], tools }))).toEqual([{ command: 'ls -la' }]);
  expect(await says(ask(mock, { messages: [user('"run: echo "a""')], tools }))).toEqual([{ command: 'echo "a"' }]);
  expect(await says(ask(mock, { messages: [user('run: echo "a"')], tools }))).toEqual([{ command: 'echo "a"' }]);
  expect(await says(ask(mock, {}))).toEqual(['This is mock-claude, and no rule fits. You said: hello']);
});

describe('a scenario that is wrong is told by file and line', () => {
  const wrong = (text: string) => {
    try {
      parseScenario(text, 'agent.yaml');
    } catch (error) {
      if (error instanceof ScenarioError) return error.message;
    }
    return 'nothing is wrong';
  };

  test.each([
    ['a misspelt key', 'rules:\n  - reply: hi\n    whem: {}\n', 'agent.yaml:3: rules[0].whem: there is no such key'],
    ['an unknown fault', 'rules:\n  - reply: hi\n  - fault: overlaoded\n', 'agent.yaml:3: rules[1].fault.type: '],
    ['a wrong type', 'rules:\n  - times: often\n    reply: hi\n', 'agent.yaml:2: rules[0].times: '],
    [
      'both a reply and a fault',
      'rules:\n  - reply: hi\n    fault: drop\n',
      'agent.yaml:2: rules[0]: a rule has either `reply` or `fault`',
    ],
    [
      'a regular expression',
      "rules:\n  - when:\n      text: '/(/'\n    reply: hi\n",
      'agent.yaml:3: rules[0].when.text: Invalid regular expression',
    ],
    [
      'a tool call of nothing',
      'rules:\n  - reply:\n      tools:\n        - input: {}\n',
      'agent.yaml:4: rules[0].reply.tools[0]: a tool call has either `name` or `run`',
    ],
    [
      'a choice',
      'rules:\n  - when:\n      tool_result: { tol: x }\n    reply: hi\n',
      'agent.yaml:3: rules[0].when.tool_result.tol: there is no such key',
    ],
    ['no YAML', 'rules:\n  - reply: "hi\n', 'agent.yaml:3: Missing closing "quote'],
  ])('%s', (_name, text, message) => {
    expect(wrong(text)).toContain(message);
  });

  test('all of it at once', () => {
    expect(wrong('credits: -1\nrules:\n  - times: 0\n    reply: hi\n').split('\n')).toEqual([
      expect.stringMatching(/^agent\.yaml:1: credits: /),
      expect.stringMatching(/^agent\.yaml:3: rules\[0\]\.times: /),
    ]);
  });
});
