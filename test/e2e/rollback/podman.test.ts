import { describe, expect } from 'vitest';
import { docker } from '../support/outside.ts';
import { test } from '../support/workplace.ts';
import { makeVersions } from './versions.ts';

const socket = 'unix:///run/podman/podman.sock';
const answer = await docker(['version', '--format', '{{.Server.Version}}'], socket).catch((error: unknown) => ({ problem: String(error) }));

describe.skipIf(typeof answer !== 'string')('on Podman', () => {
  // Six commands, one after the other, on an engine that takes its time.
  test('goes back, keeps the images by name, and prunes them', { timeout: 400_000 }, async ({ at }) => {
    at.engine = socket;
    at.environment = { DOCKER_HOST: socket };
    const versions = await makeVersions(at, 'configuration');
    await versions.up(1);
    await versions.up(2);
    const { exit, record, stderr } = await versions.rollback();
    expect(exit, stderr).toBe(0);
    expect(record).toMatchObject({ revision: 3, brought_back: 1 });
    expect(await versions.answer()).toBe('version 1');
    expect(await at.portside('prune', 'demo', '--keep', '1', '--json')).toMatchObject({ exit: 0 });
    expect(await versions.tags()).toEqual(['r3-demo.cache', 'r3-demo.web']);
    expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
    expect(await at.left()).toEqual([]);
  });
});
