import { delimiter, join } from 'node:path';
import { isExecutable } from '../../system/exists.ts';
import { readIfAllowed } from '../../system/files.ts';
import { dockerConfigDirectory } from '../connect/address.ts';
import type { Surroundings } from '../connect/address.ts';
import { EngineError } from '../interface.ts';

const systemPluginDirectories = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

/**
 * The words that begin a Compose command. Docker's plugin is a program of its own: run directly it saves the start of docker's
 * command, 30 ms each time. Throws EngineError `no-compose`.
 */
export async function findComposeProgram(surroundings: Surroundings, systemWide = systemPluginDirectories): Promise<string[]> {
  const plugin = await findPlugin('docker-compose', surroundings, systemWide);
  if (plugin) return [plugin];
  for (const directory of (surroundings.environment['PATH'] ?? '').split(delimiter)) {
    const docker = join(directory, 'docker');
    if (directory !== '' && (await isExecutable(docker))) return [docker, 'compose'];
  }
  throw noCompose();
}

/** A plugin of docker's command, such as `docker-buildx`; undefined where there is none. */
export async function findPlugin(
  name: string,
  surroundings: Surroundings,
  systemWide = systemPluginDirectories,
): Promise<string | undefined> {
  const config = dockerConfigDirectory(surroundings);
  const extra = await extraPluginDirectories(config);
  for (const directory of [...extra, join(config, 'cli-plugins'), ...systemWide]) {
    const plugin = join(directory, name);
    if (await isExecutable(plugin)) return plugin;
  }
  return undefined;
}

export function noCompose(cause?: unknown): EngineError {
  return new EngineError(
    'no-compose',
    'Docker Compose is missing: install its plugin (package docker-compose-plugin, or docker-compose on Debian; https://docs.docker.com/compose/install/)',
    { cause },
  );
}

/** Docker's config.json may name more folders; a broken file is docker's to complain about. */
async function extraPluginDirectories(config: string): Promise<string[]> {
  const text = await readIfAllowed(join(config, 'config.json'));
  try {
    const directories: unknown = (JSON.parse(text ?? '{}') as { cliPluginsExtraDirs?: unknown }).cliPluginsExtraDirs;
    return Array.isArray(directories) ? directories.filter((directory) => typeof directory === 'string') : [];
  } catch {
    return [];
  }
}
