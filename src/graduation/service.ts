import type { ComposeService } from '../deploy/model/compose-file.ts';
import type { Image } from '../deploy/model/image.ts';
import type { Lease } from '../deploy/model/port.ts';
import { replicasOf } from '../deploy/model/replicas.ts';
import { type EnvFile, standingEnvFiles } from './env-files.ts';
import { type Path, settled } from './expressions.ts';
import { standingImage } from './images.ts';
import { standingMount } from './mounts.ts';
import { isPath } from './paths.ts';
import { standingPort } from './ports.ts';
import { type Restoring, asMapOrList, hasVariables, restored, restoredDeep } from './restore.ts';

interface ServiceInput {
  restoring: Restoring;
  envFiles: readonly EnvFile[];
  leases: readonly Lease[];
  variables: ReadonlyMap<Lease, string>;
  image: Image | undefined;
  built: boolean;
  /** A path of this machine as the file writes it. */
  show(path: string): string;
}

/** A service as the standing file has it, and what is said of its image. */
export function standingService(
  service: string,
  marked: ComposeService,
  input: ServiceInput,
): { definition: Record<string, unknown>; comment?: string } {
  const { restoring, envFiles, image, built, show } = input;
  const at: Path = ['services', service];
  const {
    profiles: _profiles,
    env_file: _envFile,
    volumes,
    environment,
    networks,
    image: reference,
    command,
    entrypoint,
    healthcheck,
    ports: _ports,
    ...rest
  } = marked;
  const deep = (value: unknown, ...path: Path) => pathsShown(restoredDeep(value, [...at, ...path], restoring), [...at, ...path], show);
  const text = (value: unknown, ...path: Path) => asOneText([...at, ...path], restoring) ?? deep(value, ...path);
  const written = typeof reference === 'string' ? String(restored(reference, [...at, 'image'], restoring)) : undefined;
  const { image: named, comment } = standingImage(written, original(marked, image), image, built);
  const others = Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => !key.startsWith('x-portside'))
      .map(([key, value]) => [key, deep(value, key)]),
  );
  const mounts = (volumes ?? []).map((mount, index) => standingMount(deep(mount, 'volumes', index) as typeof mount));
  const definition = {
    image: named,
    ...others,
    command: command === null || command === undefined ? undefined : text(command, 'command'),
    entrypoint: entrypoint === null || entrypoint === undefined ? undefined : text(entrypoint, 'entrypoint'),
    env_file: envFiles.length > 0 ? standingEnvFiles(envFiles, show) : undefined,
    environment: environmentOf(environment ?? {}, at, input),
    ports: portsOf(service, marked, input),
    volumes: mounts.length > 0 ? mounts : undefined,
    networks: networksOf(deep(networks, 'networks') as typeof networks),
    healthcheck: healthcheck && { ...(deep(healthcheck, 'healthcheck') as object), test: text(healthcheck.test, 'healthcheck', 'test') },
  };
  return { definition: withoutNothing(definition), ...(comment ? { comment } : {}) };
}

/** The reference that ran, where the marked one is another. */
function original(marked: ComposeService, image: Image | undefined): ComposeService {
  return image && !marked.build ? { ...marked, image: image.reference } : marked;
}

/** `command: npm run ${MODE}`: Compose divides it into words after it has filled it in. */
function asOneText(path: Path, { written, giving }: Restoring): string | undefined {
  const text = written(path);
  return hasVariables(text) ? settled(text, giving) : undefined;
}

function pathsShown(value: unknown, path: Path, show: (path: string) => string): unknown {
  if (typeof value === 'string') return isPath(path) ? show(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => pathsShown(item, [...path, index], show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pathsShown(inner, [...path, key], show)]));
}

/** What env files bring is theirs to say; a name alone takes its value from whoever starts it. */
function environmentOf(environment: Record<string, string | null>, at: Path, { restoring, envFiles }: ServiceInput) {
  const { written, giving } = restoring;
  const entries = Object.entries(environment).flatMap(([name, value]): [string, unknown][] => {
    const said = written([...at, 'environment', name]);
    if (said === null) return [[name, giving.required[name] === undefined ? null : `\${${name}:?${giving.required[name]}}`]];
    const key = String(restored(name, [...at, 'environment'], restoring));
    if (said === undefined && key === name && envFiles.length > 0) return [];
    return [[key, value === null ? null : restored(value, [...at, 'environment', name], restoring)]];
  });
  if (entries.length === 0) return undefined;
  return asMapOrList(
    entries.map(([key]) => (key.includes('$') ? '' : key)),
    entries,
  );
}

function portsOf(service: string, definition: ComposeService, { leases, variables, restoring }: ServiceInput) {
  const { ports = [] } = definition;
  const own = replicasOf(definition) === 0 ? [] : leases.filter((lease) => lease.service === service);
  if (ports.length === 0) return undefined;
  return ports.map((port, index) => {
    const lease = own.find((one) => one.index === index);
    // A range became several ports: an item of the file is not that of the model.
    const said = restoredDeep(port, ['services', service, 'ports'], { ...restoring, written: () => undefined }) as typeof port;
    return standingPort(said, lease, lease && variables.get(lease));
  });
}

/** The default network goes without saying. */
function networksOf(networks: ComposeService['networks']): unknown {
  if (!networks) return undefined;
  const keys = Object.keys(networks);
  if (keys.length === 1 && keys[0] === 'default' && !networks['default']) return undefined;
  return Object.values(networks).every((options) => !options) ? keys : networks;
}

/** Compose prints some of what nobody said. */
function withoutNothing(definition: Record<string, unknown>): Record<string, unknown> {
  const { image, deploy, depends_on: needs, build, ...rest } = definition;
  const said = Object.entries(Object(deploy) as object).filter(([, value]) => JSON.stringify(value) !== '{}');
  const all = {
    image,
    build: build && withoutUsual(build, { dockerfile: 'Dockerfile' }),
    ...rest,
    depends_on: needs && Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, withoutUsual(need, { required: true })])),
    deploy: said.length > 0 ? Object.fromEntries(said) : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function withoutUsual(value: unknown, usual: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(Object(value) as object).filter(([key, said]) => usual[key] !== said));
}
