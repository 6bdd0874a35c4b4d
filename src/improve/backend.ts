import type { Backend } from '../agents/backend.ts';
import { createBackend } from '../agents/backends.ts';
import type { BackendOptions } from '../agents/options.ts';
import { createRules } from '../agents/rules.ts';
import { variablesOf } from '../agents/variables.ts';
import type { ImproveOptions } from '../contract/improve.ts';
import { mendsByRules } from '../deploy/mends/mends.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { mendsOfMemory } from '../loop/memory/mends.ts';
import type { Begun } from './begin.ts';
import { agentEnvironment } from './environment.ts';
import { type Enclosure, encloses } from './enclosure.ts';

/** An agent as it is run here: what it sees, and where a person can look on. */
export interface Engaged {
  backend: Backend;
  environment: Record<string, string>;
  attach?: string;
}

/** The agent that was asked for. Throws UserError for one that nobody knows, or that cannot be run in the way that was asked for. */
export async function engage(begun: Begun, options: ImproveOptions, tools: DeployTools, folder: string): Promise<Engaged> {
  const { run, files, settings } = begun;
  const pass = [...(options.pass ?? []), ...(settings.improve?.pass ?? [])];
  const enclosure = await encloses(run, options, settings, tools, folder);
  if (run.agent === 'rules') {
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
    ...(enclosure ? { launcher: enclosure.launcher, fullRights: enclosure.fullRights } : {}),
    runnable: run.criteria.flatMap((criterion) => (criterion.kind === 'command' && criterion.in === undefined ? [criterion.run] : [])),
  };
  // Which variables a server's agent needs is its own to say.
  const variables = variablesOf[run.agent] ?? createBackend(run.agent, { ...asked, environment: {} }).variables ?? [];
  const environment = agentEnvironment(tools.environment, { variables }, pass);
  const backend = createBackend(run.agent, { ...asked, environment });
  return {
    backend: enclosure ? within(enclosure, backend, environment) : backend,
    environment,
    ...(enclosure?.attach ? { attach: enclosure.attach } : {}),
  };
}

/** What the place lacks is missing too. */
function within(enclosure: Enclosure, backend: Backend, environment: Record<string, string>): Backend {
  return { ...backend, missing: async () => (await enclosure.missing(environment)) ?? backend.missing() };
}
