import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { greeting, startMock } from '../../mock-claude/src/index.ts';
import type { World } from '../../src/cli/world.ts';
import type { MockClaudeOptions } from '../../src/contract/mock-claude.ts';
import { portside } from './memory-world.ts';

/** The command with the real mock, ended once it was looked at. */
function served(argv: string[], look: (url: string) => Promise<void> = () => Promise.resolve()) {
  const ending = new AbortController();
  const mockClaude = async (options: MockClaudeOptions) => {
    const mock = await startMock(options);
    void look(mock.url).finally(() => ending.abort());
    return { ...mock, greeting: greeting(mock.url) };
  };
  const changes: Partial<World> = { mockClaude, interruptible: () => ending.signal };
  return portside(['mock', 'claude', '--port', '0', ...argv], {}, changes);
}

async function scenario(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portside-mock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'agent.yaml');
  await writeFile(file, text);
  return file;
}

test('it answers as the scenario says until it is interrupted, and then nobody listens any more', async () => {
  const said: unknown[] = [];
  const file = await scenario('models: [claude-scripted]');
  const { exit, stdout } = await served(['--json', '--scenario', file], async (url) => {
    said.push(url, await (await fetch(`${url}/v1/models`)).json());
  });
  const { url, port } = JSON.parse(stdout) as { url: string; port: number };
  expect(exit).toBe(0);
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(said).toMatchObject([url, { data: [{ id: 'claude-scripted' }] }]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('a person is told how clients find it', async () => {
  const { stdout } = await served([]);
  expect(stdout).toMatch(/ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:\d+ /);
});

test('a wrong scenario is told by file and line, a port that is taken, and what is no port', async () => {
  const file = await scenario('rules:\n  - replay: hi\n');
  const wrong = await served(['--scenario', file]);
  expect([wrong.exit, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain(`${file}:2: rules[0].replay: there is no such key`);
  await using other = await startMock();
  const taken = await served(['--port', String(other.port)]);
  expect([taken.exit, taken.stderr]).toEqual([2, expect.stringContaining(`somebody else listens on this port of 127.0.0.1`)]);
  expect((await served(['--port', 'many'])).exit).toBe(2);
});
