import { expect, test } from 'vitest';
import { beginExecution } from '../../src/deploy/execution.ts';
import { removeAll } from '../../src/deploy/remove-all.ts';
import { createRedactor } from '../../src/redaction/redact.ts';
import { systemClock } from '../../src/system/clock.ts';
import { engineWith } from './apply/workbench.ts';

const execution = () =>
  beginExecution({
    ...{ uuid: 'e1', action: 'down' as const, clock: systemClock, signal: new AbortController().signal },
    ...{ redactor: createRedactor(), listen: () => undefined },
  });

test.each([
  [0, []],
  [1, [expect.stringContaining("web's pre_stop hook `say-goodbye` exited with status 1")]],
])('a service that runs has its pre_stop hooks run, and goes however they end: %s', async (exitCode, problems) => {
  const said: string[] = [];
  const exec = (command: string[]) => (said.push(command.join(' ')), { exitCode, output: '' });
  const engine = engineWith(['web', 'worker'], { web: { exec }, worker: { exec } });
  const [web] = await engine.listContainers();
  await engine.startContainer(web?.id ?? '');
  const service = { image: 'web:1', pre_stop: [{ command: ['say-goodbye'] }] };
  const version = { name: 'shop-demo', services: { web: service, worker: service } };
  const removal = { engine, composeName: 'shop-demo', owned: {}, volumes: false, execution: execution(), version };
  expect(await removeAll(removal)).toEqual(problems);
  expect(said).toEqual(['say-goodbye']);
  expect(await engine.listContainers()).toEqual([]);
});
