import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { ExecutionEvent } from '../../../src/contract/events.ts';
import { type Running, runInstance } from '../support/running.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

const ended = (step: string) => (event: ExecutionEvent) => event.event === 'step' && event.step === step && event.state === 'end';

const moments: { when: string; fits: (event: ExecutionEvent) => boolean }[] = [
  { when: 'the new containers are made', fits: (event) => event.event === 'output' && event.source === 'compose' },
  { when: 'the old container is stopped', fits: ended('stop the old web') },
  { when: 'the new one is started', fits: ended('start web') },
  { when: 'the new one is watched', fits: (event) => event.event === 'probe' && event.outcome === 'passed' },
];

describe('kill -9 in the middle of a replacement', () => {
  test.for(moments)(
    'once $when: ps says so, doctor brings the old one back, and so does up before it goes on',
    async ({ fits }, { at }) => {
      const running = await runInstance(at, source);
      await running.project.edit('VERSION: one', 'VERSION: two');

      await cutShort(at, running, fits, 'SIGKILL');
      expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'unfinished', unfinished: { action: 'up' } }]);
      const mended = await at.portside('doctor', '--fix', '--yes');
      expect(mended.exit, mended.stdout + mended.stderr).toBe(0);
      expect(await at.left()).toEqual(running.before);
      expect(await running.answer()).toBe('one\n');
      expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running' }]);

      await cutShort(at, running, fits, 'SIGKILL');
      await running.change(['VERSION: two', 'VERSION: three'], '--settle', '0s');
      expect(await running.answer()).toBe('three\n');
      expect((await running.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual(['web running', 'worker running']);
      expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
      expect(await at.left()).toEqual([]);
    },
  );

  test('while it takes a bad version back: doctor brings the old one back all the same', async ({ at }) => {
    const running = await runInstance(at, source);
    await running.project.edit('exec httpd -f -p 8080 -h /www', 'exit 4');

    await cutShort(at, running, (event) => event.event === 'undo', 'SIGKILL');
    expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'unfinished' }]);
    expect(await at.portside('doctor', '--fix', '--yes')).toMatchObject({ exit: 0 });

    expect(await at.left()).toEqual(running.before);
    expect(await running.answer()).toBe('one\n');
  });

  test('once it is final: it is finished, never taken back', async ({ at }) => {
    const running = await runInstance(at, source);
    await running.project.edit('VERSION: one', 'VERSION: two');
    const fits = (event: ExecutionEvent) => event.event === 'step' && event.step === 'remove the old web';

    const { uuid } = await cutShort(at, running, fits, 'SIGKILL', '0s');
    expect(await at.portside('doctor', '--fix', '--yes')).toMatchObject({ exit: 0 });

    expect(await running.answer()).toBe('two\n');
    expect((await running.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual(['web running', 'worker running']);
    expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running', execution_uuid: uuid }]);
    expect(await at.up(running.project.directory, '--name', 'demo')).toMatchObject({ exit: 0, record: { metrics: { changed: false } } });
  });

  test('down takes old and new away', async ({ at }) => {
    const running = await runInstance(at, source);
    await running.project.edit('VERSION: one', 'VERSION: two');
    await cutShort(at, running, ended('start web'), 'SIGKILL');

    expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });

    expect(await at.left()).toEqual([]);
    expect(await at.ps()).toEqual([]);
  });
});

describe('Ctrl-C in the middle of a replacement', () => {
  test.for(moments.filter(({ when }) => / is (stopped|watched)/.test(when)))(
    'once $when: the old one runs again',
    async ({ fits }, { at }) => {
      const running = await runInstance(at, source);
      await running.project.edit('VERSION: one', 'VERSION: two');

      const { exit, uuid } = await cutShort(at, running, fits, 'SIGINT');

      expect(exit).toBe(130);
      expect(await at.left()).toEqual(running.before);
      expect(await running.answer()).toBe('one\n');
      expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running' }]);
      const record: unknown = JSON.parse(await readFile(join(at.home, 'records', `${uuid}.json`), 'utf8'));
      expect(record).toMatchObject({ execution_uuid: uuid, error: 'interrupted', metrics: { success: false } });
    },
  );
});

test('a terminal that is closed in the middle of a replacement: the old one runs again', async ({ at }) => {
  const running = await runInstance(at, source);
  await running.project.edit('VERSION: one', 'VERSION: two');
  const { exit } = await cutShort(at, running, ended('start web'), 'SIGHUP');
  expect(exit).toBe(130);
  expect(await at.left()).toEqual(running.before);
  expect(await running.answer()).toBe('one\n');
});

async function cutShort(
  at: Workplace,
  { project }: Running,
  fits: (event: ExecutionEvent) => boolean,
  signal: NodeJS.Signals,
  settle = '30s',
): Promise<{ exit: number; uuid: string }> {
  const up = at.begin('up', project.directory, '--name', 'demo', '--settle', settle);
  const { execution_uuid: uuid } = await up.heard(fits);
  up.kill(signal);
  return { exit: (await up.ended).exit, uuid };
}
