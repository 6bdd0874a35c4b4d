import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The engine as docker's own command sees it, which knows nothing of Portside. `host` names another one than the default. */
export async function docker(args: string[], host?: string): Promise<string> {
  const env = host === undefined ? process.env : { ...process.env, DOCKER_HOST: host };
  const { stdout } = await execute('docker', args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/** Everything on the engine that carries one of the labels: `container ID`, `network NAME`, `volume NAME`. */
export async function thingsWith(labels: string[], host?: string): Promise<string[]> {
  const found = await Promise.all(labels.map((label) => thingsLabelled(label, host)));
  return [...new Set(found.flat())].toSorted();
}

async function thingsLabelled(label: string, host: string | undefined): Promise<string[]> {
  const filter = ['--filter', `label=${label}`, '--format'];
  const [containers, networks, volumes] = await Promise.all([
    lines(['ps', '--all', '--no-trunc', ...filter, 'container {{.ID}}'], host),
    lines(['network', 'ls', ...filter, 'network {{.Name}}'], host),
    lines(['volume', 'ls', ...filter, 'volume {{.Name}}'], host),
  ]);
  return [...containers, ...networks, ...volumes];
}

/** Whatever it takes: for clearing up after a test. */
export async function removeThings(labels: string[], host?: string): Promise<void> {
  const things = (await thingsWith(labels, host)).map((thing) => thing.split(' '));
  const named = (kind: string) => things.flatMap(([is, name = '']) => (is === kind ? [name] : []));
  await removeAll(['rm', '--force', '--volumes'], named('container'), host);
  await removeAll(['network', 'rm'], named('network'), host);
  await removeAll(['volume', 'rm'], named('volume'), host);
}

/** Service → id of its container, of one Compose project. */
export async function containersOf(composeName: string, host?: string): Promise<Record<string, string>> {
  const filter = ['--filter', `label=com.docker.compose.project=${composeName}`];
  const rows = await lines(['ps', '--all', '--no-trunc', ...filter, '--format', '{{.Label "com.docker.compose.service"}} {{.ID}}'], host);
  return Object.fromEntries(rows.map((row) => row.split(' ') as [string, string]));
}

export async function lines(args: string[], host?: string): Promise<string[]> {
  return (await docker(args, host)).split('\n').filter(Boolean);
}

async function removeAll(command: string[], names: string[], host: string | undefined): Promise<void> {
  if (names.length > 0) await docker([...command, ...names], host);
}
