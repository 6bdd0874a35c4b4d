import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookByCommand } from '../../../src/improve/judge/look-by-command.ts';
import type { Scene } from '../../../src/improve/judge/scene.ts';
import { systemClock } from '../../../src/system/clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-look-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what a command prints of the values that were generated for its instance is hidden', async () => {
  const generated = { TICKET: 'battery-staple-9' };
  const deployment = { endpoints: [], instance_id: 'x', services: [] };
  const scene = {
    ...{ folder, pass: [], ratio: 1, signal: new AbortController().signal },
    ended: { exit: 0, record: { deployment } },
    copy: { directory: folder, composeName: () => 'shop-x' },
    tools: {
      environment: { PATH: process.env['PATH'] ?? '' },
      clock: systemClock,
      ids: { uuid: () => 'c0ffee' },
      leases: { of: () => Promise.resolve([]) },
      generated: { of: () => Promise.resolve(generated) },
    },
  } as unknown as Scene;
  const run = ['sh', '-c', 'echo "$TICKET"; exit 3'];
  const seen = await lookByCommand({ kind: 'command', run }, scene);
  expect(seen).toEqual({ name: run.join(' '), held: false, detail: 'it finished with 3', output: ['***'] });
});
