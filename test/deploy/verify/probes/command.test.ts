import { expect, test } from 'vitest';
import { lookCommand } from '../../../../src/deploy/verify/probes/command.ts';
import { createFakeEngine } from '../../../../src/engine/fake.ts';
import { systemClock } from '../../../../src/system/clock.ts';

const answers: Record<string, { exitCode: number; output: string; afterMs?: number }> = {
  ping: { exitCode: 0, output: 'warming up\nPONG\n' },
  quiet: { exitCode: 0, output: '' },
  wrong: { exitCode: 3, output: 'no such key' },
  slow: { exitCode: 0, output: '', afterMs: 5000 },
};

async function look(command: string, { started = true } = {}) {
  const engine = createFakeEngine({ clock: systemClock });
  const id = engine.add({
    ...{ composeName: 'p', service: 'redis' },
    behaviour: { exec: ([name = '']) => answers[name] ?? { exitCode: 127, output: 'not found' } },
  });
  if (started) await engine.startContainer(id);
  return lookCommand(engine, id, [command], 20);
}

test.each([
  ['ping', true, 'exit code 0: PONG'],
  ['quiet', true, 'exit code 0'],
  ['wrong', false, 'exit code 3: no such key'],
  ['slow', false, '`slow` took longer than 20 ms'],
])('%s', async (command, passed, detail) => {
  expect(await look(command)).toEqual({ passed, detail });
});

test('a container that does not run cannot be asked', async () => {
  expect(await look('ping', { started: false })).toMatchObject({ passed: false, detail: expect.stringContaining('is not running') });
});
