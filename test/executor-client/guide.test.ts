import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { anExecutor, token } from './an-executor.ts';

const path = (from: string) => fileURLToPath(new URL(from, import.meta.url));

test("the guide's example works as it stands", async () => {
  await using executor = await anExecutor();
  const directory = await mkdtemp(join(tmpdir(), 'portside-guide-'));
  const guide = await readFile(path('../../docs/guide/executor-client.md'), 'utf8');
  const [, example = ''] = /```ts\n(.*?)```/s.exec(guide) ?? [];
  const source = example
    .replace("'portside/executor-client'", JSON.stringify(path('../../src/executor-client/client.ts')))
    .replace('ws://localhost:8003', executor.url);
  await writeFile(join(directory, 'example.mts'), source);
  const env = { ...process.env, EXECUTOR_TOKEN: token };
  const child = spawn(process.execPath, [join(directory, 'example.mts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  expect(await text(child.stdout)).toMatch(/^v\d+\.\d+\.\d+\n 0\nready\n143\n$/);
  await rm(directory, { recursive: true });
});
