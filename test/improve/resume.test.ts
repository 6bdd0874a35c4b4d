import { expect, test } from 'vitest';
import { askedOf, rememberedOf } from '../../src/improve/resume.ts';
import { newRun } from '../../src/loop/run.ts';

test('who goes on with a run need not say again that it began with what is not committed', () => {
  const asked = rememberedOf({ directory: 'shop', includeDirty: true, restart: true, files: ['dev.yaml'], limit: 3 }, '/work');
  expect(asked).toEqual({ includeDirty: true, files: ['/work/dev.yaml'], limit: 3 });
  const run = newRun({
    ...{ id: 'x', directory: '/work/shop', agent: 'rules', until: 'verified', criteria: [], startedAt: 0, base: 'a' },
  });
  expect(askedOf({ limit: 5 }, { ...run, asked })).toEqual({ ...asked, agent: 'rules', limit: 5 });
});
