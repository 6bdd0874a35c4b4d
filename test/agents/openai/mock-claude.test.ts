import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startMock } from '../../../mock-claude/src/mock.ts';
import { createOpenai } from '../../../src/agents/openai.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { temporaryFolder } from '../assignment.ts';
import { assignmentFor, hastyClock } from '../try-on-files.ts';

/** One try against the mock, streamed, as its scenario says. */
async function tryAt(yaml: string) {
  const scenario = join(await temporaryFolder(), 'scenario.yaml');
  await writeFile(scenario, yaml);
  const mock = await startMock({ scenario });
  onTestFinished(() => mock.close());
  const assignment = await assignmentFor({ 'compose.yaml': 'ports: ["80:80"]\n' }, { environment: { OPENAI_API_KEY: 'any' } });
  const options = { url: mock.url, model: 'small', environment: {}, clock: hastyClock(1_000_000), ids: systemIds, zone: 'UTC' };
  const report = await createOpenai(options).work(assignment);
  return { report, text: await readFile(join(assignment.worktree, 'compose.yaml'), 'utf8') };
}

test('a scripted model edits a file by a streamed call, and its tokens are counted', async () => {
  const { report, text } = await tryAt(`
rules:
  - when: { turn: 1 }
    reply: { text: I will fix it., tools: [{ name: edit, input: { path: compose.yaml, old: "80:80", new: "8080:80" } }] }
  - when: { turn: 2, tool_result: { text: replaced one place } }
    reply: Fixed.
`);
  expect(report).toMatchObject({ outcome: { kind: 'done' }, said: 'Fixed.' });
  expect(report.usage.inputTokens * report.usage.outputTokens).toBeGreaterThan(0);
  expect(text).toBe('ports: ["8080:80"]\n');
});

test.each([
  ['{ type: rate_limit, retry_after: 70 }', { kind: 'wait-until', until: 1_070_000 }],
  ['overloaded', { kind: 'infrastructure' }],
  ['reset', { kind: 'infrastructure', reason: 'ECONNRESET' }],
  ['{ type: drop, after: 2 }', { kind: 'infrastructure' }],
  ['html_502', { kind: 'infrastructure' }],
  ['html_429', { kind: 'infrastructure' }],
  ['credits', { kind: 'needs-a-person', reason: expect.stringContaining('quota') }],
  ['authentication', { kind: 'needs-a-person' }],
])('%s', async (fault, outcome) => {
  const { report } = await tryAt(`rules: [{ fault: ${fault} }]`);
  expect(report.outcome).toMatchObject(outcome);
});
