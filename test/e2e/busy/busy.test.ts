import { expect } from 'vitest';
import { runInstance } from '../support/running.ts';
import { test } from '../support/workplace.ts';

test('while one up is at work a second is told who, and one that waits comes after it', async ({ at }) => {
  const running = await runInstance(at, new URL('.', import.meta.url));
  await running.project.edit('VERSION: one', 'VERSION: two');
  const command = ['up', running.project.directory, '--name', 'demo'];
  // It stays at work while it watches the new version.
  const first = at.begin(...command, '--settle', '4s');
  await first.heard((event) => event.event === 'probe' && event.outcome === 'passed');

  const refused = await at.portside(...command);
  expect(refused.exit).toBe(5);
  expect(refused.stderr).toMatch(new RegExp(`${running.composeName} is busy: \`up\` .*pid \\d+`));
  const waiting = await at.portside(...command, '--wait', '300ms');
  expect(waiting.exit).toBe(5);

  const second = await at.up(...command.slice(1), '--wait', '30s');

  const { stdout } = await first.ended;
  expect(await first.ended).toMatchObject({ exit: 0 });
  expect(second.exit, second.stderr).toBe(0);
  expect(second.record.metrics.changed).toBe(false);
  const ended = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { record: { timestamp: string } };
  expect(Date.parse(second.record.timestamp)).toBeGreaterThanOrEqual(Date.parse(ended.record.timestamp));
  expect(await running.answer()).toBe('two\n');
});
