import { relative } from 'node:path';
import type { Evidence, ServiceEvidence } from '../../diagnose/evidence.ts';
import { EngineError } from '../../engine/interface.ts';
import type { Attempted } from '../attempted.ts';
import type { Deployment } from '../deployment.ts';
import type { ComposeService } from '../model/compose-file.ts';
import type { Failure } from '../model/outcome.ts';
import { linesAt } from './finding-lines.ts';
import { holdersNamed } from './holders.ts';
import type { Scene } from './scene.ts';
import { withBefore } from './with-before.ts';
import { serviceEvidence, slim } from './service-evidence.ts';

/** Beyond this many only those that matter for the failure are looked into. */
const mostServices = 40;
const outputLines = 120;

/** All that can be seen of a failed attempt while it is still there, without secrets. */
export async function gatherEvidence(deployment: Deployment, attempted: Attempted, failure: Failure): Promise<Evidence> {
  const { claimed, groundwork, execution } = deployment;
  const { composeName, project, instance, directory } = claimed.identity;
  const { draft, connection } = groundwork;
  const compose = attempted.stack?.compose ?? draft.model;
  const blamed = failure.service ?? attempted.error?.service;
  const output = deployment.output.slice(-outputLines);
  const services = withBefore(await servicesSeen(sceneOf(deployment, attempted), [failure.message, ...output]), attempted.blame?.before);
  const said = [failure.message, ...output, ...Object.values(services).flatMap(({ logs }) => logs)];
  return execution.redactor.deep({
    version: 1,
    instance: `${project}/${instance}`,
    ...{ composeName, directory },
    project: { files: draft.project.files, envFiles: draft.project.envFiles, profiles: draft.project.profiles },
    stage: failure.stage,
    message: failure.message,
    ...(blamed ? { service: blamed } : {}),
    ...codeOf(attempted),
    ...beforeOf(attempted),
    ...(failure.hint ? { hint: failure.hint } : {}),
    output,
    services,
    networks: compose.networks ?? {},
    volumes: compose.volumes ?? {},
    inactive: draft.inactive.filter((name) => !(name in services)),
    findings: attempted.findings,
    lines: await linesAt(attempted.findings, directory),
    verdicts: attempted.verdicts,
    holders: await holdersNamed(said, connection, deployment.facts, composeName),
    variables: Object.fromEntries((attempted.stack?.variables ?? draft.variables).map(({ name }) => [name, Boolean(valueOf(name))])),
    places: placesOf(compose.services, (path) => draft.sources.locate(path), directory),
    engine: { kind: connection.facts.kind, version: connection.facts.version },
  });

  function valueOf(name: string): string | undefined {
    return attempted.stack?.environment[name] ?? draft.environment[name];
  }
}

function beforeOf({ blame }: Attempted): Pick<Evidence, 'before'> {
  if (!blame?.before) return {};
  const { lines: _lines, ...end } = blame.before;
  return { before: end };
}

function codeOf({ error, blame }: Attempted): { code?: string } {
  if (error) return { code: error.cause instanceof EngineError ? error.cause.kind : error.code };
  return blame?.kind ? { code: blame.kind } : {};
}

function sceneOf({ groundwork, claimed, tools }: Deployment, { stack, plan, watch }: Attempted): Scene {
  const { engine, facts } = groundwork.connection;
  const compose = stack?.compose ?? groundwork.draft.model;
  return {
    ...{ engine, facts, compose },
    directory: claimed.identity.directory,
    imageOf: (service) => plan?.compose.services[service]?.image ?? compose.services[service]?.image,
    expectationOf: (service) => plan?.expectations.find((one) => one.service === service),
    containersOf: (service) => watch?.current(service) ?? [],
    deathsOf: (id) => watch?.deaths(id).map(({ exitCode }) => exitCode) ?? [],
    now: tools.clock.now(),
  };
}

/** What can be seen of every service of a scene. */
export async function servicesSeen(scene: Scene, said: string[]): Promise<Record<string, ServiceEvidence>> {
  const all = Object.entries(scene.compose.services);
  const looked = all.map(async ([name, definition], index) => {
    const seen = index < mostServices ? await serviceEvidence(name, definition, scene, said) : unseen(definition);
    return [name, seen] as const;
  });
  return Object.fromEntries(await Promise.all(looked));
}

function unseen(definition: ComposeService): ServiceEvidence {
  return { definition: slim(definition), containers: [], logs: [], files: [] };
}

type Locate = Deployment['groundwork']['draft']['sources']['locate'];

/** Where the keys stand that a mend could touch, relative to the project's folder. */
function placesOf(services: Record<string, ComposeService>, locate: Locate, directory: string): Record<string, string> {
  const paths = Object.entries(services).flatMap(([service, definition]) => {
    const keys = Object.keys(definition).map((key) => ['services', service, key]);
    const below = ['environment', 'healthcheck', 'depends_on'].flatMap((key) =>
      Object.keys((definition[key] as object | undefined) ?? {}).map((inner) => ['services', service, key, inner]),
    );
    const items = ['ports', 'volumes'].flatMap((key) =>
      ((definition[key] as unknown[] | undefined) ?? []).map((_, index) => ['services', service, key, index]),
    );
    return [['services', service], ...keys, ...below, ...items];
  });
  return Object.fromEntries(
    paths.flatMap((path) => {
      const at = locate(path);
      if (!at) return [];
      const file = relative(directory, at.file);
      return [
        [path.join('.'), [file.startsWith('..') ? at.file : file, at.line, at.column].filter((part) => part !== undefined).join(':')],
      ];
    }),
  );
}
