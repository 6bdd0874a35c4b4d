import { describe, expect } from 'vitest';
import type { ExecutionEvent } from '../../../src/contract/events.ts';
import { childAtWork, isRunning } from '../support/state.ts';
import { test } from '../support/workplace.ts';

const source = new URL('.', import.meta.url);

const moments: { when: string; fits: (event: ExecutionEvent) => boolean }[] = [
  { when: 'networks and volumes are made', fits: (event) => event.event === 'step' && event.step.startsWith('create') },
  { when: 'Compose creates the containers', fits: (event) => event.event === 'output' && event.source === 'compose' },
  { when: 'a service is waited for', fits: (event) => event.event === 'step' && event.step === 'start slow' && event.state === 'end' },
];

describe('kill -9 in mid-flight is seen by ps, and leaves nothing behind', () => {
  test.for(moments)('while $when: down clears up', async ({ fits }, { at }) => {
    const project = await at.project(source);
    const up = at.begin('up', project.directory, '--name', 'doomed');
    await up.heard(fits);
    up.kill('SIGKILL');
    await up.ended;
    const child = childAtWork(at.home);

    expect(await at.ps()).toMatchObject([{ instance: 'doomed', state: 'unfinished', unfinished: { action: 'up' } }]);
    expect(await at.portside('down', 'doomed', '--volumes')).toMatchObject({ exit: 0 });

    expect(await at.left()).toEqual([]);
    if (child !== undefined) expect(await isRunning(child)).toBe(false);
    expect(await at.ps()).toEqual([]);
  });

  test('up again clears up first, and comes up', async ({ at }) => {
    const project = await at.project(source);
    const killed = at.begin('up', project.directory, '--name', 'again');
    await killed.heard((event) => event.event === 'step' && event.step === 'start slow' && event.state === 'end');
    killed.kill('SIGKILL');
    await killed.ended;
    await project.edit('[CMD, "false"]', '[CMD, "true"]');

    const { exit, record, stderr } = await at.up(project.directory, '--name', 'again');

    expect(exit, stderr).toBe(0);
    expect(record.deployment.services_healthy).toBe(true);
    expect(await at.ps()).toMatchObject([{ instance: 'again', state: 'running' }]);
    expect(await at.portside('down', 'again', '--volumes')).toMatchObject({ exit: 0 });
    expect(await at.left()).toEqual([]);
  });
});
