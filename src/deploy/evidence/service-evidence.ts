import { join, relative, resolve } from 'node:path';
import type { ContainerEvidence, ImageFacts, ServiceEvidence } from '../../diagnose/evidence.ts';
import { copiesOf } from '../../diagnose/reading/dockerfile-copies.ts';
import { workdirOf } from '../../diagnose/reading/program.ts';
import { exists } from '../../system/exists.ts';
import { readIfAllowed } from '../../system/files.ts';
import { listenersOf, listenersIn } from '../../system/listening.ts';
import { type ComposeService, asSeenInside } from '../model/compose-file.ts';
import type { ContainerDetails } from '../model/container.ts';
import type { Scene } from './scene.ts';
import { sourceFiles } from './source-files.ts';

const logLines = 80;
const mostCharacters = 1000;

/** Everything that can be seen of one service, from the engine, from inside and from the project's folder. */
export async function serviceEvidence(service: string, definition: ComposeService, scene: Scene, said: string[]): Promise<ServiceEvidence> {
  const details = await Promise.all(
    scene.containersOf(service).map(async (known) => (await scene.engine.inspectContainer(known.id).catch(() => undefined)) ?? known),
  );
  const [image, listens, dockerfile] = await Promise.all([
    imageFacts(service, scene),
    listening(details, scene),
    dockerfileOf(definition, scene.directory),
  ]);
  const logs = (await Promise.all(details.map(({ id }) => scene.engine.logTail(id, logLines).catch(() => [])))).flat().map(cut);
  const containers = details.map((one) => containerEvidence(one, scene));
  const tools = await toolsIn(details, scene);
  const expectation = scene.expectationOf(service);
  const workdir = workdirOf({ definition, ...(image ? { image } : {}) });
  const words = [
    ...wordsOf(definition, image),
    ...mountedWords(definition, image),
    ...containers.map(({ error }) => error),
    ...said,
    ...logs.toReversed(),
  ];
  const files = await sourceFiles(words, { definition, directory: scene.directory, workdir, dockerfile: dockerfile?.text });
  return {
    definition: slim(definition),
    ...(expectation ? { expectation } : {}),
    containers,
    ...(image ? { image } : {}),
    logs,
    ...(listens ? { listens } : {}),
    ...(tools ? { tools } : {}),
    files,
    ...(dockerfile ? { dockerfile } : {}),
  };
}

/** Without what says nothing of a failure, and with values as the container sees them. */
export function slim({ labels: _labels, env_file: _files, ...definition }: ComposeService): ComposeService {
  return { ...definition, ...(definition.environment ? { environment: asSeenInside(definition.environment) } : {}) };
}

function containerEvidence(details: ContainerDetails, { deathsOf, now }: Scene): ContainerEvidence {
  const { id, name, state, health, exitCode, oomKilled, error, restartCount, healthLog, addresses, startedAt } = details;
  return {
    ...{ name, state, health, exitCode, oomKilled, error, restarts: restartCount },
    deaths: deathsOf(id),
    healthLog: healthLog.map((look) => ({ exitCode: look.exitCode, output: cut(look.output) })),
    addresses: Object.values(addresses),
    ...(state === 'running' && startedAt > 0 ? { upMs: Math.max(0, now - startedAt) } : {}),
  };
}

async function imageFacts(service: string, { imageOf, engine }: Scene): Promise<ImageFacts | undefined> {
  const reference = imageOf(service);
  const image = reference ? await engine.inspectImage(reference).catch(() => undefined) : undefined;
  if (!image) return undefined;
  return {
    reference: image.reference,
    entrypoint: image.entrypoint ?? [],
    command: image.command ?? [],
    user: image.user ?? '',
    workdir: image.workdir ?? '/',
    architecture: image.architecture ?? '',
    exposed: image.exposed,
    volumes: image.volumes,
    healthcheck: image.healthcheck?.test ?? [],
  };
}

const execMs = 3000;

/** From /proc where the engine is local, else by the container's own `cat`. */
async function listening(details: ContainerDetails[], { engine, facts }: Scene): Promise<ServiceEvidence['listens']> {
  const running = details.find(({ state }) => state === 'running');
  if (!running) return undefined;
  const seen = facts.local && running.pid > 0 ? await listenersOf(running.pid, running.id) : undefined;
  if (seen) return unique(seen);
  const told = await engine.exec(running.id, ['cat', '/proc/net/tcp', '/proc/net/tcp6'], execMs).catch(() => undefined);
  return told && /local_address/.test(told.output) ? unique(listenersIn(told.output)) : undefined;
}

function unique(listeners: NonNullable<ServiceEvidence['listens']>): NonNullable<ServiceEvidence['listens']> {
  const ports = [...new Set(listeners.map(({ port }) => port))];
  return ports.map((port) => ({ port, loopback: listeners.every((one) => one.port !== port || one.loopback) }));
}

const healthTools = ['curl', 'wget', 'nc', 'bash', 'node', 'python3', 'python', 'php', 'ruby', 'redis-cli', 'pg_isready', 'mysqladmin'];

/** Asked only where a healthcheck fails, for what it could be made with. */
async function toolsIn(details: ContainerDetails[], { engine }: Scene): Promise<string[] | undefined> {
  const failing = details.find(({ state, healthLog }) => state === 'running' && healthLog.some(({ exitCode }) => exitCode !== 0));
  if (!failing) return undefined;
  const script = `for tool in ${healthTools.join(' ')}; do command -v $tool >/dev/null && echo $tool; done; true`;
  const told = await engine.exec(failing.id, ['sh', '-c', script], execMs).catch(() => undefined);
  return told?.exitCode === 0 ? told.output.split(/\s+/).filter((word) => healthTools.includes(word)) : undefined;
}

async function dockerfileOf({ build }: ComposeService, directory: string): Promise<ServiceEvidence['dockerfile']> {
  if (!build?.context || /^(https?|git|ssh):|^git@/.test(build.context) || build['dockerfile_inline']) return undefined;
  const path = resolve(build.context, build.dockerfile ?? 'Dockerfile');
  const text = await readIfAllowed(path);
  if (text === undefined) return undefined;
  const ignoring = [`${path}.dockerignore`, join(build.context, '.dockerignore')];
  const texts = await Promise.all(ignoring.map(async (file) => ({ file, text: await readIfAllowed(file) })));
  const ignored = texts.flatMap((one) =>
    one.text === undefined ? [] : [{ file: relative(directory, one.file), text: one.text.slice(0, 4000) }],
  )[0];
  const context = build.context;
  const plain = copiesOf(text).flatMap(({ sources }) => sources.filter((source) => !/[*?[$]/.test(source)));
  const copied = await Promise.all(plain.map(async (source) => [source, await exists(join(context, source))] as const));
  return {
    file: relative(directory, path),
    text: text.slice(0, 16_000),
    copies: Object.fromEntries(copied),
    ...(ignored ? { ignored } : {}),
  };
}

function wordsOf({ command, entrypoint, healthcheck }: ComposeService, image: ImageFacts | undefined): string[] {
  const own = Array.isArray(entrypoint) ? (entrypoint as string[]) : [];
  const begins = own.length > 0 ? own : (image?.entrypoint ?? []);
  return [...begins, ...(command ?? image?.command ?? []), ...(healthcheck?.test ?? image?.healthcheck ?? [])];
}

/** Where files are mounted, and where each word of the command would be if it lay there. */
function mountedWords(definition: ComposeService, image: ImageFacts | undefined): string[] {
  const targets = (definition.volumes ?? []).filter(({ type }) => type === 'bind').map(({ target }) => target);
  const files = wordsOf(definition, image).filter((word) => /^[\w.][\w./-]*\.\w+$/.test(word));
  return targets.flatMap((target) => [target, ...files.map((file) => `${target.replace(/\/$/, '')}/${file}`)]);
}

function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
