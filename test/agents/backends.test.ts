import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backendNames, createBackend } from '../../src/agents/backends.ts';
import { assignment, options, PATH, temporaryFolder, withPrograms } from './assignment.ts';
import { replayEnvironment } from './replay.ts';

const programs = ['claude', 'codex', 'gemini', 'opencode', 'aider'];

test('every agent has its name; a near miss is told which was meant', () => {
  for (const name of backendNames) expect(createBackend(name, options({ PATH }, { command: ['true'] })).name).toBe(name);
  expect(() => createBackend('cluade', options({}))).toThrow(
    expect.objectContaining({ code: 'agent_unknown', hint: expect.stringMatching(/^did you mean claude\?/) }),
  );
  expect(() => createBackend('constructor', options({}))).toThrow(expect.objectContaining({ code: 'agent_unknown' }));
  expect(() => createBackend('command', options({}))).toThrow(expect.objectContaining({ code: 'agent_command_missing' }));
});

test.each(programs)('%s that is not installed is said before anything starts, with what installs it', async (name) => {
  const { what, mend } = (await createBackend(name, options({ PATH, HOME: '/nowhere' })).missing()) ?? {};
  expect([what, mend]).toEqual([`${name} is not installed`, expect.stringContaining('install')]);
});

test.each([
  ['claude', '1.0.60 (Claude Code)', 'claude 1.0.60 is too old: 2.0 or newer is needed'],
  ['codex', 'codex-cli 0.9.1', 'codex 0.9.1 is too old: 0.50 or newer is needed'],
  ['gemini', '0.9.0', 'gemini 0.9.0 is too old: 0.11 or newer is needed'],
  ['opencode', '0.15.2', 'opencode 0.15.2 is too old: 1.1 or newer is needed'],
])('%s of an old version is told so: %s', async (name, version, what) => {
  const environment = { ...(await withPrograms([name], 'installed.mjs')), VERSION: version };
  expect(await createBackend(name, options(environment)).missing()).toMatchObject({ what });
});

test.each([
  ['claude', 'claude is not logged in', 'ANTHROPIC_API_KEY'],
  ['codex', 'codex is not logged in', 'CODEX_API_KEY'],
  ['gemini', 'gemini is not logged in', 'GEMINI_API_KEY'],
  ['opencode', 'opencode has no provider that it is logged in to', 'ANTHROPIC_API_KEY'],
  ['aider', 'aider has no API key', 'OPENAI_API_KEY'],
])('%s without a login or key is told what to do, and with a key is ready', async (name, what, key) => {
  const environment = await withPrograms([name], 'installed.mjs');
  expect(await createBackend(name, options(environment)).missing()).toMatchObject({ what, mend: expect.stringContaining(key) });
  expect(await createBackend(name, options({ ...environment, [key]: 'x' })).missing()).toBeUndefined();
});

test('codex with a provider of the user’s own needs no login', async () => {
  const environment = await withPrograms(['codex'], 'installed.mjs');
  await mkdir(join(environment['HOME'] ?? '', '.codex'));
  await writeFile(join(environment['HOME'] ?? '', '.codex', 'config.toml'), 'model_provider = "ollama"\n');
  expect(await createBackend('codex', options(environment)).missing()).toBeUndefined();
});

test('goose edits files only with full rights, so on the host it is refused', async () => {
  const environment = await withPrograms(['goose'], 'installed.mjs');
  expect(await createBackend('goose', options({ ...environment, GOOSE_PROVIDER: 'x' })).missing()).toMatchObject({
    mend: expect.stringContaining('--isolate'),
  });
  expect(await createBackend('goose', options({ ...environment, GOOSE_PROVIDER: 'x' }, { fullRights: true })).missing()).toBeUndefined();
});

/** What an agent was started with, as it says itself. */
async function started(name: string, { fullRights = false, more = {}, variables = {} }) {
  const written = join(await temporaryFolder(), 'surroundings.json');
  const environment = { ...(await withPrograms([name], 'surroundings.mjs')), STATE: written, ...variables };
  const backend = createBackend(
    name,
    options(environment, { fullRights, command: ['command', '--in={directory}', '{prompt_file}', 'say {prompt}'] }),
  );
  const task = await assignment(environment, { prompt: '- do it; $(touch x) "now"', ...more });
  await backend.work(task);
  const seen = JSON.parse(await readFile(written, 'utf8')) as { args: string[]; env: Record<string, string> };
  return { args: seen.args.join(' '), env: seen.env, task };
}

test('on the host no agent gets past its own permissions', async () => {
  expect((await started('claude', {})).args).toMatch(/--permission-mode acceptEdits .*-- - do it; \$\(touch x\) "now"$/);
  expect((await started('codex', {})).args).toMatch(/--sandbox workspace-write /);
  expect((await started('gemini', {})).args).toMatch(/--approval-mode auto_edit .*--prompt=- do it/);
  const opencode = await started('opencode', {});
  expect(opencode.args).not.toContain('--auto');
  expect(JSON.parse(opencode.env['OPENCODE_PERMISSION'] ?? '')).toMatchObject({ external_directory: 'deny' });
  expect((await started('aider', {})).args).toMatch(/--no-suggest-shell-commands/);
});

test('codex may not use what a user’s own settings open beyond the worktree', async () => {
  const { args } = await started('codex', {});
  expect(args).toContain('-c sandbox_workspace_write.network_access=false');
  expect(args).toContain('-c sandbox_workspace_write.writable_roots=[]');
});

test('opencode may not write what it would start programs by when it goes on in the same worktree', async () => {
  const { env } = await started('opencode', {});
  const { edit } = JSON.parse(env['OPENCODE_PERMISSION'] ?? '') as { edit: Record<string, string> };
  expect(Object.entries(edit)[0]).toEqual(['*', 'allow']);
  for (const path of ['.git/*', '*/.git/*', '.opencode/*', '*/.opencode/*', 'opencode.json', 'opencode.jsonc'])
    expect(edit[path]).toBe('deny');
});

test('shut in they may do whatever they want', async () => {
  const claude = await started('claude', { fullRights: true });
  expect([claude.args, claude.env['IS_SANDBOX']]).toEqual([expect.stringContaining('--permission-mode bypassPermissions'), '1']);
  expect((await started('codex', { fullRights: true })).args).toContain('--dangerously-bypass-approvals-and-sandbox');
  expect((await started('gemini', { fullRights: true })).args).toContain('--approval-mode yolo');
  expect((await started('opencode', { fullRights: true })).args).toContain('--auto');
});

test('a command gets the prompt, its file and the folder, as arguments of their own', async () => {
  const { args, task } = await started('command', {});
  expect(args).toBe(`--in=${task.directory} ${task.promptFile} say - do it; $(touch x) "now"`);
});

test('a prompt that no program could be started with is shortened in its middle', async () => {
  const { args } = await started('claude', { more: { prompt: `begin${'ü'.repeat(200_000)}\0end` } });
  expect(args).toMatch(/begin.*bytes are left out here.*end$/s);
});

test('codex is told of another server, and of its key by the name that it knows', async () => {
  const { args, env } = await started('codex', { variables: { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_API_KEY: 'k' } });
  expect(args).toContain('model_providers.portside.base_url="http://127.0.0.1:1/v1"');
  expect(env['CODEX_API_KEY']).toBe('k');
});

test('a session is gone on with where its totals are known, so that nothing is counted twice', async () => {
  const environment = await replayEnvironment({ agent: 'claude', transcript: 'done' });
  const backend = createBackend('claude', options(environment));
  const { session, usage } = await backend.work(await assignment(environment));
  expect(usage.inputTokens).toBe(260);
  // The same totals again: nothing was added.
  const again = await backend.work(await assignment(environment, session === undefined ? {} : { session }));
  expect(again.usage).toEqual({ inputTokens: 0, outputTokens: 0, dollars: 0 });
  const other = await createBackend('claude', options(environment)).work(
    await assignment(environment, session === undefined ? {} : { session }),
  );
  expect(other.usage.inputTokens).toBe(260);
});

test('a session that is gone is begun anew, at once', async () => {
  const environment = await withPrograms(['opencode'], 'forgetful.mjs');
  const { outcome, said } = await createBackend('opencode', options(environment)).work(
    await assignment(environment, { session: 'ses_gone' }),
  );
  expect([outcome, said]).toEqual([{ kind: 'done' }, 'anew']);
});
