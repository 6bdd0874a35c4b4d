import { join } from 'node:path';
import type { Assignment, Backend, Missing } from './backend.ts';
import type { BackendOptions } from './options.ts';
import { createGeminiReader } from './reading/gemini.ts';
import type { Told, Trouble } from './reading/told.ts';
import { asArgument } from './running/argument.ts';
import { notInstalled, readThere } from './running/installed.ts';
import { type Asking, createProgramBackend } from './running/program-backend.ts';

const login = 'run `gemini` once and log in, or set GEMINI_API_KEY and pass it on with --pass GEMINI_API_KEY';

/** Google's Gemini CLI. On the host it edits files in its workspace and runs no commands; shut in it has full rights. */
export function createGemini(options: BackendOptions): Backend {
  const { environment, fullRights = false } = options;
  return createProgramBackend(
    {
      name: 'gemini',
      saysItsEnd: true,
      mend: {
        login,
        credit: 'add credit to the account that gemini uses',
        setting: 'choose another model with --model, or look at ~/.gemini/settings.json',
      },
      argv: (assignment) => argvOf(assignment, fullRights),
      reader: (here) => createGeminiReader(here),
      understand: (told, { exitCode }) => byExitCode(told, exitCode),
      missing: (ask) => missing(ask, environment),
    },
    options,
  );
}

function argvOf({ prompt, model, directory, worktree }: Assignment, fullRights: boolean): string[] {
  return [
    ...['gemini', '--output-format', 'stream-json', '--skip-trust', '--approval-mode', fullRights ? 'yolo' : 'auto_edit'],
    ...(directory === worktree ? [] : ['--include-directories', worktree]),
    ...(model === undefined ? [] : ['--model', model]),
    // With an equals sign: a prompt may begin with a dash.
    `--prompt=${asArgument(prompt)}`,
  ];
}

/** Of its own errors; after one of its provider it exits with the remainder of the HTTP status by 256. */
function byExitCode(told: Told, exitCode: number): Told {
  if (told.over || told.waitsFor !== undefined) return told;
  // It was given so many turns: what is there is judged like any other work.
  if (exitCode === 53) return { ...told, over: true };
  const reason = told.said.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  const kind = kinds[exitCode];
  return kind ? { ...told, trouble: { kind, reason } } : told;
}

const kinds: Record<number, 'login' | 'setting' | 'crashed'> = {
  41: 'login',
  42: 'crashed',
  44: 'setting',
  52: 'setting',
  54: 'crashed',
  55: 'setting',
} satisfies Record<number, Trouble['kind']>;

async function missing(ask: Asking, environment: Record<string, string>): Promise<Missing | undefined> {
  const absent = await notInstalled(ask, 'gemini', { install: 'npm install -g @google/gemini-cli', least: '0.11' });
  const keys = [
    'GEMINI_API_KEY',
    'GOOGLE_API_KEY',
    'GOOGLE_GENAI_USE_VERTEXAI',
    'GOOGLE_GENAI_USE_GCA',
    'GEMINI_CLI_USE_COMPUTE_ADC',
    'CLOUD_SHELL',
  ];
  if (absent || keys.some((name) => environment[name])) return absent;
  const settings = await readThere(ask, join(environment['HOME'] ?? '/', '.gemini', 'settings.json'));
  return /"selected(?:Auth)?Type"\s*:/.test(settings ?? '') ? undefined : { what: 'gemini is not logged in', mend: login };
}
