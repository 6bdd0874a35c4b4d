import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A real agent, or why it cannot be had here. */
export type Installed = { path: string; reason?: never } | { path?: never; reason: string };

/** Installs it where that was not done before; `path` is a PATH with it, Node and what a shell needs. */
export async function installed(name: 'claude' | 'codex' | 'opencode' | 'gemini'): Promise<Installed> {
  const script = join(import.meta.dirname, '..', '..', '..', 'script', 'agents');
  const node = dirname(process.execPath);
  try {
    const env = { ...process.env, PATH: [node, process.env['PATH']].join(delimiter) };
    const { stdout } = await promisify(execFile)(script, [name], { env, timeout: 600_000 });
    return { path: [stdout.trim(), node, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 69) return { reason: 'the npm registry does not answer' };
    throw error;
  }
}
