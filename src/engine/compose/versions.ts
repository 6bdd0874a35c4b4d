import { run } from '../../system/process.ts';
import type { Surroundings } from '../connect/address.ts';
import { findComposeProgram, findPlugin } from './program.ts';

/** Such as `2.26.1`; undefined where there is no Compose that runs. */
export async function composeVersion(surroundings: Surroundings): Promise<string | undefined> {
  const program = await findComposeProgram(surroundings).catch(() => undefined);
  return program && firstNumber([...program, 'version', '--short'], surroundings);
}

/** Undefined where the plugin is missing or does not run. */
export async function buildxVersion(surroundings: Surroundings): Promise<string | undefined> {
  const plugin = await findPlugin('docker-buildx', surroundings);
  return plugin && firstNumber([plugin, 'version'], surroundings);
}

export function isOlder(version: string, [major, minor]: [number, number]): boolean {
  const [actualMajor = 0, actualMinor = 0] = version.split('.').map(Number);
  return actualMajor < major || (actualMajor === major && actualMinor < minor);
}

async function firstNumber(argv: string[], { environment }: Surroundings): Promise<string | undefined> {
  const { exitCode, stdout } = await run(argv, { env: environment, cwd: '/' }).catch(() => ({ exitCode: 1, stdout: '' }));
  return exitCode === 0 ? /\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0] : undefined;
}
