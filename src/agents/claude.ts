import type { Assignment, Backend } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { type ClaudeReader, type ClaudeTotals, createClaudeReader } from './reading/claude.ts';
import { asArgument } from './running/argument.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

/** Commands that change nothing outside of the worktree. */
const allowed = [
  'Bash(git status:*)',
  'Bash(git diff:*)',
  'Bash(git log:*)',
  'Bash(docker compose config:*)',
  'Bash(ls:*)',
  'Bash(cat:*)',
  'Bash(grep:*)',
];
/** Instances are Portside's to start and to end: it judges what the files say. */
const denied = [
  'Bash(docker compose up:*)',
  'Bash(docker compose down:*)',
  'Bash(docker run:*)',
  'Bash(docker rm:*)',
  'Bash(git push:*)',
  'Bash(sudo:*)',
];

/** Claude Code, from version 2 on (`claude -p`). On the host it may edit files in its worktree, never more; shut in it has full rights. */
export function createClaude(options: BackendOptions): Backend {
  const { fullRights = false } = options;
  const seen = new Map<string, ClaudeTotals>();
  return createProgramBackend<ClaudeReader>(
    {
      name: 'claude',
      saysItsEnd: true,
      mend: {
        login: 'run `claude auth login`, or set ANTHROPIC_API_KEY',
        credit: 'add credit at https://platform.claude.com/settings/billing, or run `claude auth login` with a plan',
        setting: 'choose another one with --model',
      },
      argv: (assignment) => argvOf(assignment, fullRights),
      environment: ({ environment }) => ({
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
        // A key that is wrong stays wrong; a network that is away is waited for by the loop, which counts no iteration for it.
        CLAUDE_CODE_MAX_RETRIES: environment['CLAUDE_CODE_MAX_RETRIES'] ?? '3',
        ...(fullRights && { IS_SANDBOX: '1' }),
      }),
      reader: (here, { session }) => createClaudeReader(here, session === undefined ? undefined : (seen.get(session) ?? 'unknown')),
      afterwards(reader) {
        const { session } = reader.told();
        const totals = reader.totals();
        if (session !== undefined && totals) seen.set(session, totals);
      },
      missing,
    },
    options,
  );
}

function argvOf({ prompt, session, model, budget }: Assignment, fullRights: boolean): string[] {
  const rights = fullRights
    ? ['--permission-mode', 'bypassPermissions']
    : ['--permission-mode', 'acceptEdits', '--allowedTools', allowed.join(','), '--disallowedTools', denied.join(',')];
  return [
    'claude',
    '--print',
    ...['--output-format', 'stream-json', '--verbose', '--include-partial-messages'],
    ...rights,
    ...(session === undefined ? [] : ['--resume', session]),
    ...(model === undefined ? [] : ['--model', model]),
    ...(budget?.dollars === undefined ? [] : ['--max-budget-usd', String(budget.dollars)]),
    '--',
    asArgument(prompt),
  ];
}

/** `auth status` looks at files and variables only. Versions before 2.1 do not know it: then the first try tells. */
async function missing(ask: Asking) {
  const version = await ask(['claude', '--version']);
  if (!version) return { what: 'claude is not installed', mend: 'npm install -g @anthropic-ai/claude-code' };
  const major = Number(/^(\d+)\./m.exec(version.output)?.[1] ?? Number.NaN);
  if (major < 2)
    return { what: `claude ${version.output.trim()} is too old: 2.0 is needed`, mend: 'npm install -g @anthropic-ai/claude-code@latest' };
  const status = await ask(['claude', 'auth', 'status', '--json']);
  if (!status || !/"loggedIn":\s*false/.test(status.output)) return undefined;
  return {
    what: 'claude is not logged in',
    mend: 'claude auth login, or set ANTHROPIC_API_KEY and pass it on with --pass ANTHROPIC_API_KEY',
  };
}
