import { exitCode, UserError } from '../contract/user-error.ts';
import type { Assignment, Backend } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { createPlainReader } from './reading/plain.ts';
import { asArgument } from './running/argument.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

/** Any program: `{prompt_file}`, `{prompt}` and `{directory}` in its arguments are filled in. Throws a UserError where none is given. */
export function createCommand(options: BackendOptions): Backend {
  const [program, ...args] = options.command ?? [];
  if (program === undefined || program === '') {
    throw new UserError({
      code: 'agent_command_missing',
      exit: exitCode.usage,
      message: 'the agent `command` needs a command',
      hint: 'put it after two dashes: portside improve --agent command -- my-agent --task {prompt_file}',
    });
  }
  return createProgramBackend(
    {
      name: 'command',
      saysItsEnd: false,
      mend: {
        login: `log in to what ${program} uses, or set its key and pass it on with --pass NAME`,
        credit: `add credit to the account that ${program} uses`,
        setting: `look at the settings of ${program}`,
      },
      argv: (assignment) => [program, ...args].map((word) => fillIn(word, assignment)),
      reader: (here) => createPlainReader(here),
      missing: (ask) => missing(program, ask),
    },
    options,
  );
}

function fillIn(word: string, { prompt, promptFile, directory }: Assignment): string {
  const values: Record<string, string> = { prompt, prompt_file: promptFile, directory };
  return asArgument(word.replaceAll(/\{(prompt|prompt_file|directory)\}/g, (_, name: string) => values[name] ?? ''));
}

/** A path that starts in the worktree is there only later. */
async function missing(program: string, ask: Asking) {
  if (program.includes('/') && !program.startsWith('/')) return undefined;
  const found = await ask(['sh', '-c', 'command -v "$1"', 'sh', program]);
  return found?.exitCode === 0 ? undefined : { what: `${program} is not installed`, mend: `install ${program}, or give its whole path` };
}
