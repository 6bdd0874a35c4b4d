import type { Backend } from '../agents/backend.ts';
import { createBackend } from '../agents/backends.ts';
import type { BackendOptions } from '../agents/options.ts';
import { createRules } from '../agents/rules.ts';
import { variablesOf } from '../agents/variables.ts';
import type { ImproveOptions } from '../contract/improve.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { mendsByRules } from '../deploy/mends/mends.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { mendsOfMemory } from '../loop/memory/mends.ts';
import type { Begun } from './begin.ts';
import { agentEnvironment } from './environment.ts';
import { launchingOf } from './launching.ts';

/** An agent as it is run here: what it sees, and where a person can look on. */
export interface Engaged {
  backend: Backend;
  environment: Record<string, string>;
  attach?: string;
}

/** The agent that was asked for. Throws UserError for one that nobody knows, or that cannot be run in the way that was asked for. */
export function engage(begun: Begun, options: ImproveOptions, tools: DeployTools): Engaged {
  const { run, files, settings } = begun;
  const pass = [...(options.pass ?? []), ...(settings.improve?.pass ?? [])];
  if (run.agent === 'rules') {
    if (options.isolate || options.tmux) throw noProgram;
    const backend = createRules([mendsOfMemory, mendsByRules(files, tools)]);
    return { backend, environment: agentEnvironment(tools.environment, backend, pass) };
  }
  const command = options.command ?? settings.improve?.command;
  const model = options.model ?? settings.improve?.model;
  const asked: Omit<BackendOptions, 'environment'> = {
    ...{ clock: tools.clock, ids: tools.ids, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    ...(command ? { command } : {}),
    ...(options.url ? { url: options.url } : {}),
    ...(model ? { model } : {}),
    runnable: run.criteria.flatMap((criterion) => (criterion.kind === 'command' && criterion.in === undefined ? [criterion.run] : [])),
  };
  // Which variables a server's agent needs is its own to say.
  const variables = variablesOf[run.agent] ?? createBackend(run.agent, { ...asked, environment: {} }).variables ?? [];
  const environment = agentEnvironment(tools.environment, { variables }, pass);
  const launching = launchingOf(begun, options, environment, tools);
  const backend = createBackend(run.agent, { ...asked, environment, ...launching.options });
  // What the place lacks is missing too.
  const missing = async () => (await launching.missing()) ?? backend.missing();
  return { backend: { ...backend, missing }, environment, ...(launching.attach ? { attach: launching.attach } : {}) };
}

const noProgram = new UserError({
  code: 'no-program',
  exit: exitCode.usage,
  message: 'rules run no program that could be shut in or looked at',
  hint: 'leave --isolate and --tmux out, or name another --agent',
});
