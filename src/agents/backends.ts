import { nearest } from '../contract/nearest.ts';
import { exitCode, UserError } from '../contract/user-error.ts';
import { createAider } from './aider.ts';
import type { Backend } from './backend.ts';
import { createClaude } from './claude.ts';
import { createCodex } from './codex.ts';
import { createCommand } from './command.ts';
import { createGemini } from './gemini.ts';
import { createGoose } from './goose.ts';
import { createHttp } from './http.ts';
import { createOpenai } from './openai.ts';
import { createOpencode } from './opencode.ts';
import type { BackendOptions } from './options.ts';

/** Every agent that a user can name, but for the rules, which are made of other things. */
const backends: Readonly<Record<string, (options: BackendOptions) => Backend>> = {
  claude: createClaude,
  codex: createCodex,
  gemini: createGemini,
  opencode: createOpencode,
  goose: createGoose,
  aider: createAider,
  openai: createOpenai,
  http: createHttp,
  command: createCommand,
};

export const backendNames: readonly string[] = Object.keys(backends);

/** Throws a UserError where there is none of that name, or where one lacks what it cannot be made without. */
export function createBackend(name: string, options: BackendOptions): Backend {
  const create = Object.hasOwn(backends, name) ? backends[name] : undefined;
  if (create) return create(options);
  const meant = nearest(name, backendNames);
  throw new UserError({
    code: 'agent_unknown',
    exit: exitCode.usage,
    message: `there is no agent named ${name}`,
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}there are rules, ${backendNames.join(', ')}`,
  });
}
