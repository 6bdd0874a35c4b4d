import type { Assignment, Backend } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { type ClaudeReader, createClaudeReader } from './reading/claude.ts';
import { createSessionTotals } from './reading/session-totals.ts';
import { asArgument } from './running/argument.ts';
import { notInstalled } from './running/installed.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

/** Besides edits in its worktree and what it knows itself to change nothing; word for word, for an option more may write anywhere. */
const allowed = ['Bash(docker compose config)', 'Bash(docker compose config --quiet)'];
/** Instances are Portside's to start and to end: it judges what the files say. */
const denied = [
  ...['run', 'exec', 'rm', 'stop', 'kill', 'compose up', 'compose down', 'compose run', 'compose exec'].map(
    (command) => `Bash(docker ${command}:*)`,
  ),
  ...['Bash(podman:*)', 'Bash(git push:*)', 'Bash(sudo:*)'],
];

/** Claude Code, from version 2 on (`claude -p`). On the host it may edit files in its worktree, never more; shut in it has full rights. */
export function createClaude(options: BackendOptions): Backend {
  const { fullRights = false } = options;
  const totals = createSessionTotals();
  return createProgramBackend<ClaudeReader>(
    {
      name: 'claude',
      saysItsEnd: true,
      mend: {
        login: 'run `claude auth login`, or set ANTHROPIC_API_KEY',
        credit: 'add credit at https://platform.claude.com/settings/billing, or run `claude auth login` with a plan',
        setting: 'choose another one with --model',
      },
      argv: (assignment) => argvOf(assignment, totals.known(assignment.session) && assignment.session, fullRights),
      environment: ({ environment }) => ({
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
        // A key that is wrong stays wrong; a network that is away is waited for by the loop, which counts no iteration for it.
        CLAUDE_CODE_MAX_RETRIES: environment['CLAUDE_CODE_MAX_RETRIES'] ?? '3',
        ...(fullRights && { IS_SANDBOX: '1' }),
      }),
      reader: (here, { session }) => createClaudeReader(here, totals.known(session)),
      afterwards: (reader) => totals.remember(reader.told().session, reader.totals()),
      missing,
    },
    options,
  );
}

function argvOf({ prompt, model, budget, directory, worktree }: Assignment, session: string | undefined, fullRights: boolean): string[] {
  const rights = fullRights
    ? ['--permission-mode', 'bypassPermissions']
    : ['--permission-mode', 'acceptEdits', '--allowedTools', allowed.join(','), '--disallowedTools', denied.join(',')];
  return [
    'claude',
    '--print',
    ...['--output-format', 'stream-json', '--verbose', '--include-partial-messages'],
    ...rights,
    ...(directory === worktree ? [] : ['--add-dir', worktree]),
    ...(session === undefined ? [] : ['--resume', session]),
    ...(model === undefined ? [] : ['--model', model]),
    ...(budget?.dollars === undefined ? [] : ['--max-budget-usd', String(budget.dollars)]),
    '--',
    asArgument(prompt),
  ];
}

/** `auth status` looks at files and variables only. Versions before 2.1 do not know it: then the first try tells. */
async function missing(ask: Asking) {
  const absent = await notInstalled(ask, 'claude', { install: 'npm install -g @anthropic-ai/claude-code', least: '2.0' });
  if (absent) return absent;
  const status = await ask(['claude', 'auth', 'status', '--json']);
  if (!status || !/"loggedIn":\s*false/.test(status.output)) return undefined;
  return {
    what: 'claude is not logged in',
    mend: 'claude auth login, or set ANTHROPIC_API_KEY and pass it on with --pass ANTHROPIC_API_KEY',
  };
}
