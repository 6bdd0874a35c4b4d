import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentEvent, Assignment } from '../../src/agents/backend.ts';
import type { BackendOptions } from '../../src/agents/options.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemIds } from '../../src/system/ids.ts';

export const fixtures = join(import.meta.dirname, '..', 'fixtures', 'agents');

/** Node and what a shell needs. */
export const PATH = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portside-agent-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An environment in which programs of these names are the fixture. */
export async function withPrograms(names: readonly string[], fixture: string): Promise<Record<string, string>> {
  const folder = await temporaryFolder();
  for (const name of names) await symlink(join(fixtures, fixture), join(folder, name));
  return { PATH: `${folder}${delimiter}${PATH}`, HOME: folder };
}

export function options(environment: Record<string, string>, more: Partial<BackendOptions> = {}): BackendOptions {
  return { clock: systemClock, ids: systemIds, zone: 'UTC', environment, ...more };
}

/** A task in a folder of its own; what it told is in `events`. */
export async function assignment(
  environment: Record<string, string>,
  more: Partial<Assignment> = {},
): Promise<Assignment & { events: AgentEvent[] }> {
  const worktree = await temporaryFolder();
  const promptFile = join(await temporaryFolder(), 'prompt.md');
  const prompt = more.prompt ?? 'well';
  await writeFile(promptFile, prompt);
  const events: AgentEvent[] = [];
  return {
    prompt,
    promptFile,
    worktree,
    directory: worktree,
    iteration: 1,
    environment,
    timeoutMs: 60_000,
    quietMs: 30_000,
    evidence: { criteria: [], findings: [], logs: [], tried: [], remembered: [] },
    listen: (event) => events.push(event),
    signal: new AbortController().signal,
    events,
    ...more,
  };
}
