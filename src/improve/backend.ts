import type { Backend } from '../agents/backend.ts';
import { createClaude } from '../agents/claude.ts';
import { createCommand } from '../agents/command.ts';
import { createHttp } from '../agents/http.ts';
import { createOpenai } from '../agents/openai.ts';
import type { BackendOptions } from '../agents/options.ts';
import { createRules } from '../agents/rules.ts';
import { nearest } from '../contract/nearest.ts';
import type { ImproveOptions } from '../contract/improve.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { mendsByRules } from '../deploy/mends/mends.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { mendsOfMemory } from '../loop/memory/mends.ts';
import type { Begun } from './begin.ts';
import { agentEnvironment } from './environment.ts';

const makers: Record<string, (options: BackendOptions) => Backend> = {
  claude: createClaude,
  command: createCommand,
  http: createHttp,
  openai: createOpenai,
};

/** The agent that was asked for, as it may be run here. Throws UserError for one that nobody knows. */
export function backendOf({ run, files, settings }: Begun, options: ImproveOptions, tools: DeployTools): Backend {
  if (run.agent === 'rules') return createRules([mendsOfMemory, mendsByRules(files, tools)]);
  const make = makers[run.agent];
  if (!make) throw unknownAgent(run.agent);
  const { command, url, model, pass = [] } = options;
  const asked = {
    ...{ clock: tools.clock, ids: tools.ids, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    ...(command ? { command } : {}),
    ...(url ? { url } : {}),
    ...(model ? { model } : {}),
  };
  // Which variables it needs is its own to say.
  const { variables = [] } = make({ ...asked, environment: {} });
  const passed = [...pass, ...(settings.improve?.pass ?? [])];
  return make({ ...asked, environment: agentEnvironment(tools.environment, { variables }, passed) });
}

function unknownAgent(name: string): UserError {
  const known = ['rules', ...Object.keys(makers)];
  const meant = nearest(name, known);
  return new UserError({
    code: 'unknown-agent',
    exit: exitCode.usage,
    message: `there is no agent ${name}`,
    hint: meant ? `did you mean ${meant}?` : `one of ${known.join(', ')}`,
  });
}
