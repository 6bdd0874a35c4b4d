import { fileURLToPath } from 'node:url';
import { containersOf, docker } from '../support/outside.ts';
import type { Project } from '../support/project.ts';
import type { Workplace } from '../support/workplace.ts';

const example = new URL('../../../examples/cc-executor/', import.meta.url);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The example in a folder of its own; what it builds is this working copy all the same. */
export async function executorProject(at: Workplace): Promise<Project> {
  at.environment['ANTHROPIC_API_KEY'] = undefined;
  const project = await at.project(example);
  await project.edit('name: cc-executor', `name: ${project.name}`);
  await project.edit('context: ../..', `context: ${root}`);
  return project;
}

/** How to reach one that runs. */
export interface Reached {
  api: string;
  websocket: string;
  token: string;
  /** Ids of its containers. */
  redis: string;
  executor: string;
}

export async function reach(at: Workplace, project: Project, instance: string): Promise<Reached> {
  const environment = JSON.parse((await at.portside('env', `${project.name}/${instance}`, '--format', 'json')).stdout) as Record<
    string,
    string
  >;
  const { redis = '', cc_execute: executor = '' } = await containersOf(`${project.name}-${instance}`);
  const { API_URL: api = '', WEBSOCKET_URL: websocket = '', EXECUTOR_TOKEN: token = '' } = environment;
  return { api, websocket, token, redis, executor };
}

export async function health({ api }: Reached): Promise<Record<string, unknown>> {
  const response = await fetch(`${api}/health`).catch(() => undefined);
  return response?.ok ? ((await response.json()) as Record<string, unknown>) : {};
}

/** Standard output of one task. */
export async function execute({ api, token }: Reached, task: string): Promise<string | undefined> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${api}/execute`, { method: 'POST', headers, body: JSON.stringify({ tasks: [task] }) });
  const { results } = (await response.json()) as { results?: { stdout: string }[] };
  return results?.[0]?.stdout;
}

/** As the engine sees it: its state, its health, and how often it was started again. */
export function standing(container: string): Promise<string> {
  return docker(['inspect', '--format', '{{.State.Status}} {{.State.Health.Status}} {{.RestartCount}}', container]);
}
