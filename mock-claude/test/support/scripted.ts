import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { type Mock, startMock } from '../../src/mock.ts';

/** A folder that is gone after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'mock-claude-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A mock with this scenario, until the test ends. */
export async function scripted(yaml: string, clock?: Clock): Promise<Mock> {
  const scenario = join(await folder(), 'scenario.yaml');
  await writeFile(scenario, yaml);
  const mock = await startMock({ scenario, ...(clock ? { clock } : {}) });
  onTestFinished(() => mock.close());
  return mock;
}

export async function state(mock: Mock): Promise<State> {
  return (await (await fetch(`${mock.url}/__mock/state`)).json()) as State;
}

interface State {
  requests: { count: number; newest: Record<string, unknown>[] };
  sessions: Record<string, { requests: number; answers: number }>;
  tokens: { fresh: number; cacheRead: number; cacheCreation: number; output: number };
  credits: number | null;
  rules: { name: string; matched: number; left: number | null }[];
}

const keyed = { 'content-type': 'application/json', 'x-api-key': 'any', 'anthropic-version': '2023-06-01' };

/** A request of the Messages API, by hand; a header with nothing in it is left out. */
export function ask(mock: Mock, body: object, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  const sent = Object.fromEntries(Object.entries({ ...keyed, ...headers }).filter(([, value]) => value !== ''));
  const init = { method: 'POST', headers: sent, body: JSON.stringify({ ...plain, ...body }) };
  return fetch(`${mock.url}/v1/messages`, signal ? { ...init, signal } : init);
}

export const plain = { model: 'claude-sonnet-5-5', max_tokens: 1000, messages: [{ role: 'user', content: 'hello' }] };

/** The events of a stream, in order. */
export function events(text: string): { event: string | undefined; data: Record<string, never> }[] {
  return text
    .split('\n\n')
    .filter(Boolean)
    .map((frame) => {
      const event = /^event: (.+)$/m.exec(frame)?.[1];
      return { event, data: JSON.parse(/^data: (.+)$/m.exec(frame)?.[1] ?? '') as Record<string, never> };
    });
}
