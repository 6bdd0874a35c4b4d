import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentReport, Assignment } from '../../src/agents/backend.ts';
import { createBackend } from '../../src/agents/backends.ts';
import type { BackendOptions } from '../../src/agents/options.ts';
import { systemClock } from '../../src/system/clock.ts';
import { assignment, options, withPrograms } from './assignment.ts';

/** When the transcripts were recorded; limits in them end three hours later. */
export const recordedAt = Date.UTC(2026, 10, 21, 22, 20);

export interface Replayed {
  agent: string;
  /** `limit` is the file limit.jsonl or limit.txt, with what it printed as errors in limit.stderr.txt. */
  transcript: string;
  exit?: number;
  /** Instead of an end. */
  hangs?: boolean;
}

/** What a backend makes of a transcript that a program under its agent's name prints. */
export async function replay({ agent, transcript, exit = 0, hangs }: Replayed, more: Partial<Assignment> & { zone?: string } = {}) {
  const backend = createBackend(agent, await replayOptions(agent, { zone: more.zone ?? 'UTC' }));
  const task = await assignment(await replayEnvironment({ agent, transcript, exit, ...(hangs && { hangs }) }), {
    ...(hangs && { quietMs: 400 }),
    ...more,
  });
  return { events: task.events, report: (await backend.work(task)) satisfies AgentReport };
}

async function replayOptions(agent: string, more: Partial<BackendOptions>): Promise<BackendOptions> {
  const clock = { ...systemClock, now: () => recordedAt };
  return options({}, { clock, command: ['command', '{prompt_file}'], fullRights: agent === 'goose', ...more });
}

export async function replayEnvironment({ agent, transcript, exit, hangs }: Replayed): Promise<Record<string, string>> {
  const folder = join(import.meta.dirname, 'transcripts', agent);
  const [file] = ['jsonl', 'txt'].map((end) => join(folder, `${transcript}.${end}`)).filter((path) => existsSync(path));
  const errors = join(folder, `${transcript}.stderr.txt`);
  if (file === undefined) throw new Error(`there is no transcript ${transcript} of ${agent}`);
  return {
    ...(await withPrograms([agent], 'replay.mjs')),
    REPLAY: file,
    REPLAY_EXIT: String(exit ?? 0),
    ...(existsSync(errors) && { REPLAY_ERRORS: errors }),
    ...(hangs && { REPLAY_THEN: 'hang' }),
  };
}
