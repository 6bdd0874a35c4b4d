import { expect, test } from 'vitest';
import type { AgentOutcome } from '../../src/agents/backend.ts';
import { recordedAt, type Replayed, replay } from './replay.ts';

type Kind = AgentOutcome['kind'];

/** Agent, transcript, exit code as recorded (a hang is one that never ended), and what it means. */
const cases: [string, string, number | 'hangs', Kind][] = [
  ['claude', 'done', 0, 'done'],
  ['claude', 'denied', 0, 'done'],
  ['claude', 'warning', 0, 'done'],
  ['claude', 'turns', 1, 'done'],
  ['claude', 'budget', 1, 'done'],
  ['claude', 'limit', 1, 'wait-until'],
  ['claude', 'credit', 1, 'needs-a-person'],
  ['claude', 'login', 1, 'needs-a-person'],
  ['claude', 'nologin', 1, 'needs-a-person'],
  ['claude', 'forbidden', 1, 'needs-a-person'],
  ['claude', 'model', 1, 'needs-a-person'],
  ['claude', 'rate', 1, 'infrastructure'],
  ['claude', 'overload', 1, 'infrastructure'],
  ['claude', 'fault', 1, 'infrastructure'],
  ['claude', 'network', 1, 'infrastructure'],
  ['claude', 'refused', 1, 'refused'],
  // Other versions exit 0 on the very same stream.
  ['claude', 'login', 0, 'needs-a-person'],
  ['claude', 'overload', 0, 'infrastructure'],
  ['claude', 'cutoff', 'hangs', 'infrastructure'],
  ['claude', 'done', 'hangs', 'done'],
  ['claude', 'limit', 'hangs', 'wait-until'],
  ['codex', 'done', 0, 'done'],
  ['codex', 'limit', 1, 'wait-until'],
  ['codex', 'credit', 1, 'needs-a-person'],
  ['codex', 'login', 1, 'needs-a-person'],
  ['codex', 'model', 1, 'needs-a-person'],
  ['codex', 'rate', 1, 'infrastructure'],
  ['codex', 'fault', 1, 'infrastructure'],
  ['codex', 'unavailable', 1, 'infrastructure'],
  ['codex', 'capacity', 1, 'infrastructure'],
  ['codex', 'network', 1, 'infrastructure'],
  ['codex', 'cut', 1, 'infrastructure'],
  ['codex', 'fault', 0, 'infrastructure'],
  ['codex', 'hang', 'hangs', 'stalled'],
  ['codex', 'hang', 0, 'crashed'],
  ['gemini', 'done', 0, 'done'],
  ['gemini', 'denied', 0, 'done'],
  ['gemini', 'limit', 173, 'wait-until'],
  ['gemini', 'login', 144, 'needs-a-person'],
  ['gemini', 'forbidden', 147, 'needs-a-person'],
  ['gemini', 'nologin', 41, 'needs-a-person'],
  ['gemini', 'model', 1, 'needs-a-person'],
  ['gemini', 'rate', 'hangs', 'infrastructure'],
  ['gemini', 'overload', 'hangs', 'infrastructure'],
  ['gemini', 'network', 'hangs', 'infrastructure'],
  ['opencode', 'done', 0, 'done'],
  ['opencode', 'command', 0, 'done'],
  ['opencode', 'outside', 0, 'done'],
  ['opencode', 'login', 1, 'needs-a-person'],
  ['opencode', 'model', 1, 'needs-a-person'],
  ['opencode', 'credit', 'hangs', 'needs-a-person'],
  ['opencode', 'limit', 'hangs', 'wait-until'],
  ['opencode', 'rate', 'hangs', 'infrastructure'],
  ['opencode', 'fault', 'hangs', 'infrastructure'],
  ['opencode', 'network', 'hangs', 'infrastructure'],
  ['goose', 'done', 0, 'done'],
  ['goose', 'login', 0, 'needs-a-person'],
  ['goose', 'credit', 0, 'needs-a-person'],
  ['goose', 'model', 0, 'needs-a-person'],
  ['goose', 'rate', 0, 'infrastructure'],
  ['goose', 'fault', 0, 'infrastructure'],
  ['goose', 'network', 0, 'infrastructure'],
  ['goose', 'cut', 0, 'infrastructure'],
  ['goose', 'refused', 0, 'refused'],
  ['aider', 'done', 0, 'done'],
  ['aider', 'twice', 0, 'done'],
  ['aider', 'recovered', 0, 'done'],
  ['aider', 'login', 0, 'needs-a-person'],
  ['aider', 'nologin', 1, 'needs-a-person'],
  ['aider', 'credit', 0, 'needs-a-person'],
  ['aider', 'model', 0, 'needs-a-person'],
  ['aider', 'rate', 0, 'infrastructure'],
  ['aider', 'rate', 'hangs', 'infrastructure'],
  ['aider', 'network', 0, 'infrastructure'],
  ['aider', 'refused', 0, 'refused'],
  ['aider', 'crash', 1, 'crashed'],
  ['command', 'done', 0, 'done'],
  ['command', 'limit', 0, 'wait-until'],
  ['command', 'limit', 1, 'wait-until'],
  ['command', 'credit', 0, 'done'],
  ['command', 'credit', 1, 'needs-a-person'],
  ['command', 'network', 1, 'infrastructure'],
  ['command', 'crash', 1, 'crashed'],
];

test.each(cases)('%s, %s (%s): %s', async (agent, transcript, exit, kind) => {
  const played: Replayed = { agent, transcript, ...(exit === 'hangs' ? { hangs: true } : { exit }) };
  const { outcome } = (await replay(played)).report;
  expect(outcome).toMatchObject({ kind });
});

test.each([
  ['claude', Date.UTC(2026, 10, 22, 1, 13, 57)],
  ['codex', Date.UTC(2026, 10, 22, 1, 22)],
])('%s says until when its limit lasts', async (agent, until) => {
  const { outcome } = (await replay({ agent, transcript: 'limit', exit: 1 })).report;
  expect(outcome).toMatchObject({ kind: 'wait-until', until });
});

test('a limit in the words of a command is of the zone that it names; where no time is named, half an hour is waited', async () => {
  const { outcome } = (await replay({ agent: 'command', transcript: 'limit', exit: 1 })).report;
  expect(outcome).toMatchObject({ until: Date.UTC(2026, 10, 22, 14) });
  expect((await replay({ agent: 'gemini', transcript: 'limit', exit: 173 })).report.outcome).toMatchObject({
    until: recordedAt + 30 * 60_000,
  });
});

test.each([
  ['claude', 'done', { inputTokens: 260, outputTokens: 80, dollars: 0.0025080000000000002 }],
  ['claude', 'killed', { inputTokens: 260, outputTokens: 80 }],
  ['claude', 'login', { inputTokens: 0, outputTokens: 0, dollars: 0 }],
  ['codex', 'done', { inputTokens: 260, outputTokens: 80 }],
  ['opencode', 'done', { inputTokens: 260, outputTokens: 80 }],
  ['gemini', 'done', { inputTokens: 390, outputTokens: 120 }],
  ['goose', 'done', { inputTokens: 260, outputTokens: 80 }],
  ['goose', 'refused', { inputTokens: 120, outputTokens: 0 }],
  ['aider', 'twice', { inputTokens: 1_202_100, outputTokens: 1336, dollars: 0.31 }],
])('what %s used up (%s) is as its stream tells', async (agent, transcript, usage) => {
  expect((await replay({ agent, transcript })).report.usage).toEqual(usage);
});

test.each(['claude', 'codex', 'opencode', 'gemini', 'goose'])(
  'of %s are told its last words, what it says and which tools it uses',
  async (agent) => {
    const { report, events } = await replay({ agent, transcript: 'done' });
    expect(report.said).toBe('Done: the port is 8080 now.');
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['alive', 'says', 'uses']));
    expect(events).toContainEqual({ event: 'says', text: 'Done: the port is 8080 now.' });
  },
);

test('an agent that waits for its provider by itself is heard', async () => {
  expect((await replay({ agent: 'claude', transcript: 'overload', exit: 1 })).events).toContainEqual({
    event: 'retries',
    reason: 'overloaded (529)',
  });
  expect((await replay({ agent: 'codex', transcript: 'network', exit: 1 })).events).toContainEqual({
    event: 'retries',
    reason: 'Reconnecting... 1/1 (stream disconnected before completion: error sending request)',
  });
});

test('what claude was not allowed to do is among its last words', async () => {
  const { said } = (await replay({ agent: 'claude', transcript: 'denied' })).report;
  expect(said).toBe('Done: the port is 8080 now.\nIt was not allowed to use: Write: /srv/outside.txt');
});

test('who must do something is told what', async () => {
  const { outcome } = (await replay({ agent: 'claude', transcript: 'credit', exit: 1 })).report;
  expect(outcome).toMatchObject({ reason: 'Credit balance is too low', mend: expect.stringContaining('platform.claude.com') });
});
