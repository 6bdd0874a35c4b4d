import { join } from 'node:path';
import type { Assignment, Backend, Missing } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { createAiderReader } from './reading/aider.ts';
import { notInstalled, readThere } from './running/installed.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

/** Aider. It edits files itself and runs no command that a model suggests. */
export function createAider(options: BackendOptions): Backend {
  return createProgramBackend(
    {
      name: 'aider',
      saysItsEnd: false,
      mend: {
        login: 'set the key of the model’s provider, such as OPENAI_API_KEY, and pass it on with --pass OPENAI_API_KEY',
        credit: 'add credit to the account of the model’s provider',
        setting: 'choose another one with --model; `aider --list-models` knows them',
      },
      argv: argvOf,
      reader: (here) => createAiderReader(here),
      missing: (ask) => missing(ask, options.environment),
    },
    options,
  );
}

/** Its notes go nowhere: in the worktree they would be part of the work. */
function argvOf({ promptFile, model }: Assignment): string[] {
  const off = ['--no-stream', '--no-pretty', '--no-check-update', '--no-show-release-notes', '--analytics-disable', '--no-fancy-input'];
  const notOurs = [
    '--no-auto-commits',
    '--no-dirty-commits',
    '--no-gitignore',
    '--no-suggest-shell-commands',
    '--no-detect-urls',
    '--no-auto-lint',
    '--no-auto-test',
  ];
  return [
    ...['aider', '--message-file', promptFile, '--yes-always'],
    ...off,
    ...notOurs,
    ...['--chat-history-file', '/dev/null', '--input-history-file', '/dev/null'],
    ...(model === undefined ? [] : ['--model', model]),
  ];
}

/** Which key it needs depends on the model; that there is none at all can be seen. */
async function missing(ask: Asking, environment: Record<string, string>): Promise<Missing | undefined> {
  const absent = await notInstalled(ask, 'aider', { install: 'python -m pip install aider-install && aider-install', least: '0.60' });
  if (absent || Object.keys(environment).some((name) => /_API_(?:KEY|BASE)$|^AIDER_|^AWS_|^VERTEX/.test(name))) return absent;
  const home = environment['HOME'] ?? '/';
  const files = await Promise.all(['.aider.conf.yml', '.env', '.aider/oauth-keys.env'].map((name) => readThere(ask, join(home, name))));
  if (files.some((text) => text !== undefined)) return undefined;
  return {
    what: 'aider has no API key',
    mend: 'set the key of the model’s provider, such as OPENAI_API_KEY, and pass it on with --pass OPENAI_API_KEY',
  };
}
