import { expect, test } from 'vitest';
import type { AgentEvent, Assignment } from '../../src/agents/backend.ts';
import { createRules } from '../../src/agents/rules.ts';
import type { FindMends, Mend } from '../../src/contract/mend.ts';
import { UserError } from '../../src/contract/user-error.ts';

test('it makes the first change that some source knows, and says what and why', async () => {
  const applied: string[] = [];
  const heard: AgentEvent[] = [];
  const rules = createRules([source([]), source([mend('a', applied), mend('b', applied)])]);
  const report = await rules.work(assignment({ listen: (event) => heard.push(event) }));
  expect(report).toEqual({
    outcome: { kind: 'done' },
    usage: { inputTokens: 0, outputTokens: 0 },
    said: 'mends a',
    session: 'key-a@1',
  });
  expect(applied).toEqual(['a']);
  expect(heard).toEqual([
    { event: 'says', text: 'mends a' },
    { event: 'uses', tool: 'edit', detail: 'a.yaml' },
  ]);
});

test('what was tried in this run is not tried again, by another process neither', async () => {
  const applied: string[] = [];
  const sources = [source([mend('a', applied), mend('b', applied)])];
  const first = await createRules(sources).work(assignment({}));
  const second = await createRules(sources).work(assignment({ iteration: 2, ...(first.session ? { session: first.session } : {}) }));
  expect(applied).toEqual(['a', 'b']);
  expect(second.session).toBe('key-a@1 key-b@2');
  const third = await createRules(sources).work(assignment({ iteration: 3, session: 'key-a@1 key-b@2' }));
  expect(third.outcome).toEqual({ kind: 'refused', reason: 'no rule knows anything else for this' });
  expect(applied).toEqual(['a', 'b']);
});

test('what was tried and never judged, for the process was killed, is tried again', async () => {
  const applied: string[] = [];
  await createRules([source([mend('a', applied), mend('b', applied)])]).work(assignment({ iteration: 4, session: 'key-a@4' }));
  expect(applied).toEqual(['a']);
});

test('it asks no further than it has to, memory before rules', async () => {
  const asked: string[] = [];
  const told: FindMends = async function* find() {
    asked.push('memory');
    yield mend('a', []);
  };
  const untold: FindMends = async function* find() {
    asked.push('rules');
    yield mend('b', []);
  };
  await createRules([told, untold]).work(assignment({}));
  expect(asked).toEqual(['memory']);
});

test('where no rule knows it, or nothing could be written, it refuses', async () => {
  expect((await createRules([source([])]).work(assignment({}))).outcome).toEqual({ kind: 'refused', reason: 'no rule knows this' });
  const problem = new UserError({ code: 'changed-meanwhile', exit: 2, message: 'compose.yaml was changed meanwhile' });
  const failing = { ...mend('a', []), apply: () => Promise.reject(problem) };
  expect((await createRules([source([failing])]).work(assignment({}))).outcome).toEqual({
    kind: 'refused',
    reason: 'compose.yaml was changed meanwhile',
  });
});

test('an abort ends it with the reason', async () => {
  const signal = AbortSignal.abort(new Error('stopped by hand'));
  await expect(createRules([source([mend('a', [])])]).work(assignment({ signal }))).rejects.toThrow('stopped by hand');
});

function source(mends: Mend[]): FindMends {
  return async function* find() {
    yield* mends;
  };
}

function mend(name: string, applied: string[]): Mend {
  return {
    words: `mends ${name}`,
    key: `key-${name}`,
    apply: () => {
      applied.push(name);
      return Promise.resolve({ files: [`/tree/shop/${name}.yaml`] });
    },
  };
}

function assignment(changes: Partial<Assignment>): Assignment {
  return {
    ...{ prompt: '', promptFile: '/prompt.md', worktree: '/tree', directory: '/tree/shop', iteration: 1, environment: {} },
    ...{ timeoutMs: 1000, quietMs: 1000, listen: () => undefined, signal: new AbortController().signal },
    evidence: { criteria: [], findings: [], logs: [], tried: [], remembered: [] },
    ...changes,
  };
}
