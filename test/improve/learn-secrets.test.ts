import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
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

test('a key, a password and an account that git ignores are no text that an agent gets to see', async () => {
  const root = await mkdtemp(join(tmpdir(), 'portside-test-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const files = {
    'db_password.txt': 'tulip-meadow-9\n',
    'account.json': '{ "type": "service_account", "private_key_id": "0f9a3b1c44e1aa02bb17cc88dd5599ee" }\n',
    'notes.txt': 'one line\nand another\nthat say nothing\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  const redactor = createRedactor();
  const inputs = Object.keys(files).map((path) => ({ path, mode: 0o600 }));
  await learnSecrets(redactor, { envFiles: [], inputs, root }, {});
  const shown = redactor.text(`password tulip-meadow-9, id 0f9a3b1c44e1aa02bb17cc88dd5599ee, service_account, another`);
  expect(shown).toBe('password ***, id ***, service_account, another');
});
