import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../support/workplace.ts';

test.for(['SIGINT', 'SIGTERM'] as const)('%s undoes what was begun, exits 130, and is recorded', async (signal, { at }) => {
  const project = await at.project(new URL('.', import.meta.url));
  const up = at.begin('up', project.directory, '--name', 'halfway');
  const { execution_uuid: uuid } = await up.heard(
    (event) => event.event === 'step' && event.step === 'start slow' && event.state === 'end',
  );

  up.kill(signal);

  expect(await up.ended).toMatchObject({ exit: 130 });
  expect(await at.left()).toEqual([]);
  const record: unknown = JSON.parse(await readFile(join(at.home, 'records', `${uuid}.json`), 'utf8'));
  expect(record).toMatchObject({
    execution_uuid: uuid,
    metrics: { success: false },
    deployment: { services_healthy: false },
    error: 'interrupted',
  });
});
