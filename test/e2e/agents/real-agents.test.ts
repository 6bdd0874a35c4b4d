import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Mock, startMock } from '../../../mock-claude/src/mock.ts';
import { createBackend } from '../../../src/agents/backends.ts';
import { assignment, options, temporaryFolder } from '../../agents/assignment.ts';
import { installed } from './installed.ts';

const wrong = 'services:\n  web:\n    image: busybox:1.37\n    ports: ["8000:80"]\n';
const right = wrong.replace('8000', '8080');

/** How each is pointed at the mock, and the tool by which it changes a file. */
const agents = {
  claude: {
    environment: ({ url }: Mock) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'any', CLAUDE_CODE_MAX_RETRIES: '1' }),
    /** Limits of a plan are told to whom has one. */
    plan: ({ url }: Mock) => ({ ANTHROPIC_BASE_URL: url, CLAUDE_CODE_OAUTH_TOKEN: 'any' }),
    model: undefined,
    change: (file: string) => [{ name: 'Write', input: { file_path: file, content: right } }],
  },
  codex: {
    environment: ({ url }: Mock) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: 'any' }),
    plan: undefined,
    model: 'gpt-mock',
    change: (file: string) => [{ run: `sh -c 'sed s/8000/8080/ compose.yaml > .new && mv .new ${file}'` }],
  },
  opencode: {
    environment: ({ url }: Mock) => ({ OPENCODE_CONFIG_CONTENT: JSON.stringify(opencodeConfig(url)), OPENCODE_DISABLE_MODELS_FETCH: '1' }),
    plan: undefined,
    model: 'mock/any',
    /** It wants to have read what it writes over; a model whose name begins with gpt gets another tool for it. */
    change: (file: string) => [
      { name: 'read', input: { filePath: file } },
      { name: 'write', input: { filePath: file, content: right } },
    ],
  },
} as const;

function opencodeConfig(url: string) {
  const provider = {
    npm: '@ai-sdk/openai-compatible',
    name: 'mock',
    options: { baseURL: `${url}/v1`, apiKey: 'any' },
    models: { any: {} },
  };
  return { provider: { mock: provider }, share: 'disabled', autoupdate: false };
}

for (const name of ['claude', 'codex', 'opencode'] as const) {
  const { path = '', reason } = await installed(name);
  const agent = agents[name];

  describe.skipIf(reason !== undefined)(reason === undefined ? `the real ${name}` : `the real ${name} (skipped: ${reason})`, () => {
    test('is ready, and does a real tool call that changes a file', async () => {
      const { report, text, backend } = await tryAt((file) => ({
        rules: [...calls(agent.change(file)), { reply: 'The port is 8080 now.' }],
      }));
      expect(await backend.missing()).toBeUndefined();
      expect(report).toMatchObject({ outcome: { kind: 'done' }, said: 'The port is 8080 now.', session: expect.stringMatching(/\w/) });
      expect(await text()).toBe(right);
      expect(report.usage.inputTokens).toBeGreaterThan(0);
      expect(report.usage.outputTokens).toBeGreaterThan(0);
    });

    test('may not change a file outside of its worktree', async () => {
      const outside = join(await temporaryFolder(), 'outside.txt');
      const { report, results } = await tryAt(() => ({ rules: [...calls(agent.change(outside)), { reply: 'Done.' }] }));
      expect(report.outcome).toEqual({ kind: 'done' });
      // It tried: its model was told what came of it.
      expect(results).not.toEqual([]);
      await expect(readFile(outside)).rejects.toMatchObject({ code: 'ENOENT' });
    });

    test('with a key that is not accepted needs a person', async () => {
      const { report } = await tryAt(() => ({ keys: ['another'] }));
      expect(report.outcome).toMatchObject({ kind: 'needs-a-person', mend: expect.stringContaining('login') });
    });

    test('that has hit its usage limit is waited for', async () => {
      const { report } = await tryAt(() => ({ rules: [{ fault: { type: 'usage_limit', resets_in: 7200 } }] }), agent.plan);
      expect(report.outcome).toMatchObject({ kind: 'wait-until' });
    });

    test('whose provider is overloaded, or hangs up, has a fault of the infrastructure', async () => {
      for (const type of ['overloaded', 'reset']) {
        const { report } = await tryAt(() => ({ rules: [{ fault: type }] }), agent.environment);
        expect(report.outcome).toMatchObject({ kind: 'infrastructure' });
      }
    });
  });

  /** One try at a project with a wrong port, against a mock with that scenario (JSON is YAML). */
  async function tryAt(scenario: (file: string) => object, variables?: (mock: Mock) => Record<string, string>) {
    const [home, worktree] = [await temporaryFolder(), await temporaryFolder()];
    const file = join(worktree, 'compose.yaml');
    await writeFile(file, wrong);
    await writeFile(join(home, 'scenario.yaml'), JSON.stringify(scenario(file)));
    const mock = await startMock({ scenario: join(home, 'scenario.yaml') });
    onTestFinished(() => mock.close());
    const environment = { PATH: path, HOME: home, ...(variables ?? agent.environment)(mock) };
    const backend = createBackend(name, options(environment));
    const model = agent.model && { model: agent.model };
    const task = await assignment(environment, {
      prompt: 'Change the port to 8080.',
      worktree,
      directory: worktree,
      quietMs: 60_000,
      timeoutMs: 100_000,
      ...model,
    });
    const report = await backend.work(task);
    const { requests } = (await (await fetch(`${mock.url}/__mock/state`)).json()) as {
      requests: { newest: { tool_results?: unknown[] }[] };
    };
    const results = requests.newest.flatMap(({ tool_results: told = [] }) => told);
    return { report, results, backend, text: () => readFile(file, 'utf8') };
  }
}

/** One after the other; what an agent asks its model besides, such as for a title, has no tools. */
function calls(tools: readonly object[]): object[] {
  return tools.map((tool, place) => ({
    when: { tools: true, turn: place + 1 },
    reply: { text: 'I will change the port.', tools: [tool] },
  }));
}
