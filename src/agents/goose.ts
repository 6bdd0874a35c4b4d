import { join } from 'node:path';
import type { Assignment, Backend, Missing } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { createGooseReader } from './reading/goose.ts';
import { asArgument } from './running/argument.ts';
import { notInstalled, readThere } from './running/installed.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

const configure = 'run `goose configure`, or set GOOSE_PROVIDER, GOOSE_MODEL and the provider’s key and pass them on with --pass NAME';

/** Goose. It knows no mode in which it may edit files and nothing else, so it only runs shut in. */
export function createGoose(options: BackendOptions): Backend {
  const { environment, fullRights = false } = options;
  return createProgramBackend(
    {
      name: 'goose',
      saysItsEnd: true,
      mend: { login: configure, credit: 'add credit to the account of its provider', setting: configure },
      argv: argvOf,
      environment: () => ({ GOOSE_MODE: 'auto' }),
      reader: (here) => createGooseReader(here),
      missing: (ask) => missing(ask, environment, fullRights),
    },
    options,
  );
}

function argvOf({ prompt, model }: Assignment): string[] {
  return [
    ...['goose', 'run', '--no-session', '--quiet', '--output-format', 'stream-json', '--with-builtin', 'developer'],
    ...(model === undefined ? [] : ['--model', model]),
    `--text=${asArgument(prompt)}`,
  ];
}

async function missing(ask: Asking, environment: Record<string, string>, fullRights: boolean): Promise<Missing | undefined> {
  if (!fullRights)
    return {
      what: 'goose knows no mode in which it may edit files and nothing else',
      mend: 'shut it in with --isolate, or choose another agent',
    };
  const absent = await notInstalled(ask, 'goose', {
    install: 'see https://block.github.io/goose/docs/getting-started/installation',
    least: '1.16',
  });
  if (absent || environment['GOOSE_PROVIDER']) return absent;
  const config = environment['XDG_CONFIG_HOME'] ?? join(environment['HOME'] ?? '/', '.config');
  const settings = await readThere(ask, join(config, 'goose', 'config.yaml'));
  return /^(?:GOOSE_PROVIDER|active_provider)\s*:/m.test(settings ?? '') ? undefined : { what: 'goose has no provider', mend: configure };
}
