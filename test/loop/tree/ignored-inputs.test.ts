import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyInputs, ignoredInputs } from '../../../src/loop/tree/ignored-inputs.ts';
import { type Bench, bench, fill, keeperOn } from '../repositories.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

test('an ignored file that is gone by now, such as a log, ends no run', async () => {
  const root = at.repository({ '.gitignore': '*.log\n.env\n', web: 'one' });
  fill(root, { 'a.log': 'x', 'b.log': 'x', '.env': 'A=1\n' });
  const { repository } = await keeperOn(at, root);
  const inputs = await ignoredInputs(repository);
  rmSync(join(root, 'a.log'));
  rmSync(join(root, 'b.log'));
  symlinkSync('nowhere', join(root, 'b.log'));
  const trial = join(at.folder, 'trial');
  await copyInputs(inputs, root, trial);
  expect(readdirSync(trial)).toEqual(['.env']);
});
