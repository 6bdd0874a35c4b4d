import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { ExecutionEvent } from '../../../src/contract/events.ts';
import { type SecondEngine, secondEngine } from '../support/second-engine.ts';
import { runInstance } from '../support/running.ts';
import { type Workplace, test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);
const isRoot = process.getuid?.() === 0;

// oxlint-disable-next-line no-console -- whoever reads the tests should know why.
if (!isRoot) console.warn('An engine that goes away is not tested: only root can start a second one');

const ended = (step: string) => (event: ExecutionEvent) => event.event === 'step' && event.step === step && event.state === 'end';

const moments: { when: string; fits: (event: ExecutionEvent) => boolean }[] = [
  { when: 'Compose makes the new container', fits: (event) => event.event === 'output' && event.source === 'compose' },
  { when: 'the old container is stopped', fits: ended('stop the old web') },
  { when: 'the new one is watched', fits: (event) => event.event === 'probe' && event.outcome === 'passed' },
];

// A daemon takes seconds to start, and stops what it finds running first.
describe.runIf(isRoot)('the engine is killed in the middle of a replacement, and started again', { timeout: 300_000 }, () => {
  let engine: SecondEngine;
  beforeAll(async () => void (engine = await secondEngine(['busybox:1.37'])));
  afterAll(() => engine.close());

  const onSecondEngine = (at: Workplace) => {
    at.engine = engine.url;
    at.environment = { DOCKER_HOST: engine.url };
  };

  test.for(moments)('while $when: what ran before runs again, the very same containers, and was verified', async ({ fits }, { at }) => {
    onSecondEngine(at);
    const running = await runInstance(at, source);
    await running.project.edit('VERSION: one', 'VERSION: two');
    const up = at.begin('up', running.project.directory, '--name', 'demo', '--settle', '30s');
    const { execution_uuid: uuid } = await up.heard(fits);

    await engine.kill('SIGKILL');
    await engine.start();

    const { exit, stderr } = await up.ended;
    expect(exit, stderr).toBe(1);
    expect(await at.left()).toEqual(running.before);
    expect((await running.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual(['web running', 'worker running']);
    expect(await running.answer()).toBe('one\n');
    const record: unknown = JSON.parse(await readFile(join(at.home, 'records', `${uuid}.json`), 'utf8'));
    expect(record).toMatchObject({ failure: { undo_problems: [], old_version: { verified: true } } });
  });

  test('the next up goes on as if nothing had been', async ({ at }) => {
    onSecondEngine(at);
    const running = await runInstance(at, source);
    await engine.kill('SIGTERM');

    const away = await at.portside('up', running.project.directory, '--name', 'demo');
    expect(away.exit, away.stderr).toBe(4);

    await engine.start();
    await running.change(['VERSION: one', 'VERSION: two'], '--settle', '0s');
    expect(await running.answer()).toBe('two\n');
  });
});
