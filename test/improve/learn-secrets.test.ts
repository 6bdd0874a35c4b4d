import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { learnSecrets } from '../../src/improve/learn-secrets.ts';
import { ignoredInputs, showInputs } from '../../src/loop/tree/ignored-inputs.ts';
import { createRedactor } from '../../src/redaction/redact.ts';
import { type Bench, bench, fill, keeperOn } from '../loop/repositories.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

test('what an agent sees of ignored env files has no secret in it, whichever of them a service reads', async () => {
  const root = at.repository({ '.gitignore': '*.env\n.env*\n', 'compose.yaml': 'services: {}\n' });
  fill(root, {
    '.env': 'DB_PASSWORD=correct-horse-1\nPORT=80\n',
    '.env.production': 'DB_PASSWORD=battery-staple-2\n',
    'api/api.env': 'API_KEY=hunter2-hunter2\nMODE=fast\n',
  });
  const { repository } = await keeperOn(at, root);
  const inputs = await ignoredInputs(repository);
  const redactor = createRedactor();
  await learnSecrets(redactor, { envFiles: [join(root, '.env')], inputs, root }, at.environment);

  const folder = join(at.folder, 'worktree');
  await showInputs(inputs, root, folder, redactor.text);
  const shown = (path: string) => readFileSync(join(folder, path), 'utf8');
  expect(shown('.env')).toBe('DB_PASSWORD=***\nPORT=80\n');
  expect(shown('.env.production')).toBe('DB_PASSWORD=***\n');
  expect(shown('api/api.env')).toBe('API_KEY=***\nMODE=fast\n');
});
