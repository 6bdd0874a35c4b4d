import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readEnvFileTexts } from '../../../src/deploy/survey/env-file-texts.ts';
import { inputOf } from '../check/input.ts';

test("the project's env files and those of services are read; what is not there, or named by a variable, is left out", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'env-texts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '.env'), 'A=1\n');
  await writeFile(join(folder, 'web.env'), 'B=2\n');
  const { draft } = inputOf({});
  const data = {
    services: { web: { env_file: ['web.env', { path: 'gone.env', required: false }, '${X}.env'] }, db: { env_file: 'web.env' } },
  };
  const written = [{ file: join(folder, 'compose.yaml'), text: '', data }];
  const project = { ...draft.project, envFiles: [join(folder, '.env')] };
  expect(await readEnvFileTexts({ ...draft, project, sources: { ...draft.sources, files: written } })).toEqual([
    { file: join(folder, '.env'), text: 'A=1\n' },
    { file: join(folder, 'web.env'), service: 'web', text: 'B=2\n' },
    { file: join(folder, 'web.env'), service: 'db', text: 'B=2\n' },
  ]);
});
