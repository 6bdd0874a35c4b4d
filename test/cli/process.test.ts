import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const undoing = fileURLToPath(new URL('fixtures/undoing.ts', import.meta.url));

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('undoes; a second one says that it still does', async () => {
    const child = spawn(process.execPath, [undoing], { stdio: ['pipe', 'ignore', 'pipe'] });
    const seen = reader(child.stderr);
    await seen.until('up hello/demo');
    child.kill(signal);
    await seen.until('interrupted: undoing what was started');
    child.kill(signal);
    await seen.until('still undoing');
    child.stdin.end();
    const [exit] = await once(child, 'close');
    expect(exit).toBe(130);
    expect(seen.text()).toContain('hello/demo was interrupted');
  });
});

test('a reader that has seen enough is no error', async () => {
  const child = spawn(process.execPath, [main, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const seen = reader(child.stderr);
  const [exit] = await once(child, 'close');
  expect({ exit, stderr: seen.text() }).toEqual({ exit: 0, stderr: '' });
});

test('--version', async () => {
  const child = spawn(process.execPath, [main, '--version'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen = reader(child.stdout);
  await once(child, 'close');
  expect(seen.text()).toBe(`${manifest.version}\n`);
});

function reader(stream: NodeJS.ReadableStream) {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return {
    text: () => text,
    async until(words: string): Promise<void> {
      if (text.includes(words)) return;
      for await (const _ of on(stream, 'data', { close: ['end'] })) if (text.includes(words)) return;
      throw new Error(`it ended without saying ${words}: ${text}`);
    },
  };
}
