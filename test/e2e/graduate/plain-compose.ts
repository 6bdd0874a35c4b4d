import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** `docker compose` as somebody types it who has no Portside. Rejects with what it said. */
export async function compose(
  args: string[],
  { directory, variables }: { directory: string; variables: Record<string, string> },
): Promise<string> {
  const { API_PASSWORD: _password, TOKEN: _token, ...shell } = process.env;
  const { stdout } = await promisify(execFile)('docker', ['compose', ...args], {
    cwd: directory,
    env: { ...shell, ...variables },
    encoding: 'utf8',
  });
  return stdout;
}
