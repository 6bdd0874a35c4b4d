import { join } from 'node:path';
import type { Assignment, Backend, Missing } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { type CodexReader, createCodexReader } from './reading/codex.ts';
import { createSessionTotals } from './reading/session-totals.ts';
import { asArgument } from './running/argument.ts';
import { notInstalled, readThere } from './running/installed.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

/** OpenAI's Codex (`codex exec`). On the host its own sandbox lets it write in the worktree only; shut in it has full rights. */
export function createCodex(options: BackendOptions): Backend {
  const { environment, fullRights = false } = options;
  const totals = createSessionTotals();
  return createProgramBackend<CodexReader>(
    {
      name: 'codex',
      saysItsEnd: true,
      mend: {
        login: 'run `codex login`, or set CODEX_API_KEY and pass it on with --pass CODEX_API_KEY',
        credit: 'add credit to the account that codex uses',
        setting: 'choose another model with --model',
      },
      argv: (assignment) => argvOf(assignment, totals.known(assignment.session) && assignment.session, fullRights),
      environment: ({ environment: given }) => keyOf(given),
      reader: (here, { session }) => createCodexReader(here, totals.known(session)),
      afterwards: (reader) => totals.remember(reader.told().session, reader.totals()),
      missing: (ask) => missing(ask, environment),
    },
    options,
  );
}

function argvOf(
  { prompt, model, directory, worktree, environment }: Assignment,
  session: string | undefined,
  fullRights: boolean,
): string[] {
  const rights = fullRights
    ? ['--dangerously-bypass-approvals-and-sandbox']
    : [
        '--sandbox',
        'workspace-write',
        // A user's own settings may have opened more.
        ...settings({
          'sandbox_workspace_write.network_access': false,
          'sandbox_workspace_write.writable_roots': [],
          'sandbox_workspace_write.exclude_slash_tmp': true,
          'sandbox_workspace_write.exclude_tmpdir_env_var': true,
        }),
      ];
  return [
    ...['codex', 'exec', '--json', '--skip-git-repo-check'],
    ...rights,
    ...(directory === worktree ? [] : ['--add-dir', worktree]),
    ...(model === undefined ? [] : ['--model', model]),
    ...server(environment['OPENAI_BASE_URL']),
    ...(session === undefined ? [] : ['resume', session]),
    ...['--', asArgument(prompt)],
  ];
}

/** Codex reads no variable for its server, and tries WebSockets for long at one that it takes for OpenAI's: so it is described to it. */
function server(url: string | undefined): string[] {
  if (url === undefined) return [];
  const described = { name: 'OPENAI_BASE_URL', base_url: url, wire_api: 'responses', env_key: 'CODEX_API_KEY' };
  const provider = Object.fromEntries(Object.entries(described).map(([key, value]) => [`model_providers.portside.${key}`, value]));
  return settings({ model_provider: 'portside', ...provider });
}

/** As TOML, whose strings and empty lists JSON's are. */
function settings(values: Record<string, string | boolean | []>): string[] {
  return Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${JSON.stringify(value)}`]);
}

/** `codex exec` knows a key by this name only. */
function keyOf(environment: Record<string, string>): Record<string, string> {
  const key = environment['CODEX_API_KEY'] ?? environment['OPENAI_API_KEY'];
  return key === undefined ? {} : { CODEX_API_KEY: key };
}

async function missing(ask: Asking, environment: Record<string, string>): Promise<Missing | undefined> {
  const absent = await notInstalled(ask, 'codex', { install: 'npm install -g @openai/codex', least: '0.50' });
  if (absent || keyOf(environment)['CODEX_API_KEY'] !== undefined) return absent;
  const status = await ask(['codex', 'login', 'status']);
  if (!status || !/not logged in/i.test(status.output)) return undefined;
  // A provider of the user's own needs no login.
  const home = environment['CODEX_HOME'] ?? join(environment['HOME'] ?? '/', '.codex');
  if (/^\s*model_provider\s*=/m.test((await readThere(ask, join(home, 'config.toml'))) ?? '')) return undefined;
  return { what: 'codex is not logged in', mend: 'codex login, or set CODEX_API_KEY and pass it on with --pass CODEX_API_KEY' };
}
