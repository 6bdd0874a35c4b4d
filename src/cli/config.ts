import type { ConfigOptions } from '../contract/configuration.ts';
import { nearest } from '../contract/nearest.ts';
import { exitCode } from '../contract/user-error.ts';
import { configText, configWords } from './print/config.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

export interface ConfigFlags {
  dir?: string | undefined;
  name?: string | undefined;
  file?: string[] | undefined;
  envFile?: string[] | undefined;
  profile?: string[] | undefined;
}

/** The whole table. Exit 2 where Compose could not read the files: what is known is shown all the same. */
export async function config(
  directory: string | undefined,
  flags: ConfigFlags,
  { world, flags: { json: asJson, quiet } }: Call,
): Promise<number> {
  const app = await world.openApp();
  const configuration = await app.config(optionsOf({ ...flags, dir: directory }));
  const width = world.stdout.isTTY ? (world.stdout.columns ?? 0) : 0;
  if (asJson) world.stdout.write(json(configuration));
  else world.stdout.write(configText(configuration, inkFor(world, world.stdout), width));
  if (!quiet) world.stderr.write(configWords(configuration, inkFor(world, world.stderr)));
  return configuration.problems.length > 0 ? exitCode.usage : exitCode.verified;
}

/** One value as the stack gets it. */
export async function getConfig(name: string, flags: ConfigFlags, { world, flags: { json: asJson } }: Call): Promise<number> {
  const app = await world.openApp();
  const { variables, compose_variables: compose } = await app.config(optionsOf(flags));
  const found = [...variables, ...compose].find((variable) => variable.name === name);
  if (!found) {
    const near = nearest(
      name,
      variables.map((variable) => variable.name),
    );
    throw usageError(
      `the Compose files know no variable ${name}`,
      near ? `did you mean ${near}?` : 'portside config shows all that there are',
    );
  }
  if (asJson) world.stdout.write(json(found));
  const { red, marks } = inkFor(world, world.stderr);
  const place = found.at === null ? '' : `, ${found.at}`;
  if (found.secret) world.stderr.write(`${red(marks.failed)} ${name} is a secret, and secrets are not printed (${found.from}${place})\n`);
  else if (found.value === null) world.stderr.write(`${red(marks.failed)} ${name} has no value\n  portside config set ${name}=…\n`);
  else if (!asJson) world.stdout.write(`${found.value}\n`);
  return found.secret || found.value === null ? exitCode.failed : exitCode.verified;
}

export function optionsOf({ dir, name, file, envFile, profile }: ConfigFlags): ConfigOptions {
  return {
    ...(dir === undefined ? {} : { directory: dir }),
    ...(name === undefined ? {} : { name }),
    ...(file ? { files: file } : {}),
    ...(envFile ? { envFiles: envFile } : {}),
    ...(profile ? { profiles: profile } : {}),
  };
}
