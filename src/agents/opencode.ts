import { join } from 'node:path';
import type { Assignment, Backend, Missing } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { createOpencodeReader } from './reading/opencode.ts';
import { asArgument } from './running/argument.ts';
import { notInstalled, readThere } from './running/installed.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

/** By these OpenCode itself, or the git that it runs, starts programs on the host when it goes on in the same worktree. Of its patterns the last that fits counts. */
const startPrograms = ['.git/*', '.opencode/*', 'opencode.json', 'opencode.jsonc'];

/** What it may do on the host: edit files below the worktree. What is asked for and not named here is refused, for nobody is there to answer. */
const rightsOnHost = {
  edit: { '*': 'allow', ...Object.fromEntries(startPrograms.flatMap((path) => [path, `*/${path}`]).map((path) => [path, 'deny'])) },
  external_directory: 'deny',
  webfetch: 'deny',
  bash: {
    '*': 'deny',
    'git status': 'allow',
    'git diff': 'allow',
    'docker compose config': 'allow',
    'docker compose config --quiet': 'allow',
  },
};

/** OpenCode (`opencode run`). */
export function createOpencode(options: BackendOptions): Backend {
  const { environment, fullRights = false } = options;
  return createProgramBackend(
    {
      name: 'opencode',
      saysItsEnd: true,
      mend: {
        login: 'run `opencode auth login`, or set the key of its provider and pass it on with --pass NAME',
        credit: 'add credit to the account of its provider',
        setting: 'choose another one with --model provider/model; `opencode models` lists them',
      },
      argv: (assignment) => argvOf(assignment, fullRights),
      environment: () => ({
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        ...(!fullRights && { OPENCODE_PERMISSION: JSON.stringify(rightsOnHost) }),
      }),
      reader: (here) => createOpencodeReader(here),
      missing: (ask) => missing(ask, environment),
    },
    options,
  );
}

function argvOf({ prompt, session, model }: Assignment, fullRights: boolean): string[] {
  return [
    ...['opencode', 'run', '--format', 'json', '--print-logs', '--log-level', 'ERROR'],
    ...(fullRights ? ['--auto'] : []),
    ...(session === undefined ? [] : ['--session', session]),
    ...(model === undefined ? [] : ['--model', model]),
    ...['--', asArgument(prompt)],
  ];
}

/** It has free models too, and any number of providers, so only an empty store with no key and no settings at all is told. */
async function missing(ask: Asking, environment: Record<string, string>): Promise<Missing | undefined> {
  const absent = await notInstalled(ask, 'opencode', { install: 'npm install -g opencode-ai', least: '1.1' });
  if (absent) return absent;
  const home = environment['HOME'] ?? '/';
  const data = environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const config = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const named = Object.keys(environment).some(
    (name) => /_(API_KEY|TOKEN)$/.test(name) || name.startsWith('OPENCODE_CONFIG') || name.startsWith('AWS_'),
  );
  if (named) return undefined;
  const files = [join(data, 'opencode', 'auth.json'), ...['json', 'jsonc'].map((end) => join(config, 'opencode', `opencode.${end}`))];
  const texts = await Promise.all(files.map((file) => readThere(ask, file)));
  if (texts.some((text) => text !== undefined && !/^\s*\{\s*\}\s*$/.test(text))) return undefined;
  return {
    what: 'opencode has no provider that it is logged in to',
    mend: 'opencode auth login, or set its key and pass it on, such as --pass ANTHROPIC_API_KEY',
  };
}
