import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentEvent, Assignment } from '../../src/agents/backend.ts';
import type { Clock } from '../../src/system/clock.ts';

/** A try in a worktree of its own, and what was heard of it. */
export async function assignmentFor(
  files: Record<string, string>,
  more: Partial<Assignment> = {},
): Promise<Assignment & { heard: AgentEvent[] }> {
  const place = await mkdtemp(join(tmpdir(), 'portside-agent-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const worktree = join(place, 'worktree');
  for (const [name, text] of Object.entries({ '.git/HEAD': 'ref: refs/heads/main\n', ...files })) {
    await mkdir(join(worktree, name, '..'), { recursive: true });
    await writeFile(join(worktree, name), text);
  }
  const prompt = 'Make it listen on 8080.';
  await writeFile(join(place, 'prompt.md'), prompt);
  const heard: AgentEvent[] = [];
  return {
    prompt,
    promptFile: join(place, 'prompt.md'),
    worktree,
    directory: worktree,
    iteration: 1,
    environment: {},
    timeoutMs: 60_000,
    quietMs: 60_000,
    evidence: { criteria: [], findings: [], logs: [], tried: [], remembered: [] },
    listen: (event) => void heard.push(event),
    signal: new AbortController().signal,
    heard,
    ...more,
  };
}

/** Waits below a minute are over at once, and written down; longer ones last until they are called off. */
export function hastyClock(now = 0): Clock & { slept: number[] } {
  const slept: number[] = [];
  return {
    now: () => now,
    monotonic: () => performance.now(),
    sleep: async (ms, signal) => {
      if (ms < 60_000) slept.push(ms);
      else if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    },
    slept,
  };
}
