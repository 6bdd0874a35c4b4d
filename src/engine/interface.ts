import type { ComposeNetwork, ComposeVolume } from '../deploy/model/compose-file.ts';
import type { ComposeRefusal } from '../deploy/model/compose-refusal.ts';
import type { ContainerDetails, Death, Health } from '../deploy/model/container.ts';
import type { EngineInfo, Labelled, ListedImage } from '../deploy/model/engine-info.ts';
import type { EngineFacts, ObservedContainer, ObservedNetwork } from '../deploy/model/observed.ts';

export type { ContainerDetails, Health } from '../deploy/model/container.ts';
import type { Image } from '../deploy/model/image.ts';
import type { FilesInside } from '../deploy/model/inside.ts';

/**
 * Docker Engine or Podman, as Portside needs it. Every method throws EngineError and nothing else;
 * what is already gone or already there is not an error. Times are milliseconds.
 */
export interface Engine {
  facts(): Promise<EngineFacts>;
  /** Asked anew each time. */
  info(): Promise<EngineInfo>;
  /** All containers that carry the labels, running or not; every container of the machine where none are given. */
  listContainers(labels?: Record<string, string>): Promise<ObservedContainer[]>;
  /** Undefined where the container is gone. */
  inspectContainer(id: string): Promise<ContainerDetails | undefined>;
  startContainer(id: string): Promise<void>;
  /** Asks with the container's own signal, and kills after its own grace time. */
  stopContainer(id: string): Promise<void>;
  /** Kills it where it still runs; its anonymous volumes go with it only if asked for. */
  removeContainer(id: string, also: { volumes: boolean }): Promise<void>;
  renameContainer(id: string, name: string): Promise<void>;
  /** The newest `lines` of both streams, oldest first, without colour codes. */
  logTail(id: string, lines: number): Promise<string[]>;
  /** Runs a command inside; rejects with kind `timeout` after `timeoutMs`. */
  exec(id: string, command: string[], timeoutMs: number): Promise<{ exitCode: number; output: string }>;
  /** Runs the container's healthcheck once, where the engine does not do so itself (Podman). */
  runHealthcheck(id: string): Promise<Health>;
  listNetworks(labels: Record<string, string>): Promise<string[]>;
  /** Every network of the machine that has addresses; those of a swarm have other ones. */
  listSubnets(): Promise<ObservedNetwork[]>;
  /** Whether it made one: false where a network of that name was there already. */
  createNetwork(name: string, definition: ComposeNetwork, labels: Record<string, string>): Promise<boolean>;
  removeNetwork(name: string): Promise<void>;
  listVolumes(labels: Record<string, string>): Promise<string[]>;
  createVolume(name: string, definition: ComposeVolume, labels: Record<string, string>): Promise<boolean>;
  removeVolume(name: string): Promise<void>;
  /** Networks and volumes that carry the label, whatever it says. */
  listLabelled(key: string): Promise<Labelled[]>;
  /** Those whose name fits, such as `portside/*`; one that has several names is listed under each of them. */
  listImages(reference: string): Promise<ListedImage[]>;
  /** Undefined where the engine does not have it. */
  inspectImage(reference: string): Promise<Image | undefined>;
  /** What lies at absolute paths of an image, links followed, without running it: a container is made, never started, and removed. */
  lookInto(imageId: string, paths: string[]): Promise<FilesInside>;
  /** Whether its registry has the image; undefined where that does not answer in time, or will not tell. */
  isInRegistry(reference: string, timeoutMs: number): Promise<boolean | undefined>;
  /** Events of the containers that carry the labels, from the moment the returned promise resolves until the signal aborts. */
  watchContainers(labels: Record<string, string>, signal: AbortSignal): Promise<AsyncIterable<ContainerEvent>>;
}

/** `health` carries the new health; `die` the exit code. */
export interface ContainerEvent {
  kind: 'create' | 'start' | 'die' | 'health' | 'oom' | 'destroy' | 'other';
  id: string;
  service: string;
  health?: Health;
  exitCode?: number;
}

/** Born only inside `engine/`, where messages of the engine and of Compose are matched. */
export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  /** What Compose has against the files, where it is that. */
  readonly refusal: ComposeRefusal | undefined;

  constructor(kind: EngineErrorKind, message: string, options?: { cause?: unknown; refusal?: ComposeRefusal }) {
    super(message, options);
    this.name = 'EngineError';
    this.kind = kind;
    this.refusal = options?.refusal;
  }
}

export type EngineErrorKind =
  | 'unreachable'
  | 'permission-denied'
  | 'no-compose'
  | 'port-taken'
  | 'name-taken'
  | 'image-not-found'
  | 'build-failed'
  | 'no-address-pool'
  | 'not-found'
  | 'timeout'
  | 'compose'
  | 'other';

/** `docker compose`, Compose's own program, run as a child. It never sees a shell. */
export interface Compose {
  /** The model, interpolated. Throws EngineError `compose` with Compose's message, cleaned; `no-compose` where the plugin is missing. */
  config(project: ComposeInput): Promise<unknown>;
  build(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  pull(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  /** Makes containers without starting them; leaves those alone that are there. */
  create(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  /** Starts services with Compose's own hands, never their dependencies, never recreating. */
  start(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  /** Recreates what changed, never its dependencies; what the file no longer names is left alone. */
  recreate(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  /** Hands the terminal to `docker compose exec`; resolves to its exit code. */
  exec(composeName: string, service: string, command: string[]): Promise<number>;
  /** Streams `docker compose logs` line by line until it ends or the signal aborts. */
  logs(composeName: string, services: string[], options: { follow: boolean; tail: number | 'all' }, run: ComposeRun): Promise<void>;
}

export interface ComposeInput {
  composeName?: string;
  directory: string;
  files: string[];
  envFiles: string[];
  profiles: string[];
  /** The child's whole environment. */
  environment: Record<string, string>;
}

export interface ComposeRun {
  signal?: AbortSignal;
  onLine?: (line: string) => void;
  /** False for an endless stream: only `onLine` sees it. */
  keepOutput?: boolean;
  /** Told once the child runs, so that a journal can name it. */
  onChild?: (child: { pid: number; startTime: string }) => void;
}

/** Where the containers of one instance stand, kept current by the engine's events. */
export interface ContainerWatch {
  /** The newest known details, by container id. */
  current(service: string): ContainerDetails[];
  /** Counts the changes. Read before a look, it lets `change` miss nothing that happens during the look. */
  version(): number;
  /** Resolves once something has changed since that version, after `ms`, or when the signal aborts. */
  change(ms: number, since: number, signal?: AbortSignal): Promise<void>;
  /** Its ends since the watch began, oldest first. */
  deaths(id: string): Death[];
  /** Monotonic milliseconds at which its present run was first seen here; undefined where it does not run. */
  upSince(id: string): number | undefined;
  close(): Promise<void>;
}
