import type { ComposeRefusal } from '../deploy/model/compose-refusal.ts';
import type { ContainerDetails, Death, Health } from '../deploy/model/container.ts';
import type { EngineInfo, Labelled } from '../deploy/model/engine-info.ts';
import type { EngineFacts } from '../deploy/model/observed.ts';
import type { Archives } from './interface/archives.ts';
import type { Containers } from './interface/containers.ts';
import type { Images } from './interface/images.ts';
import type { Networks } from './interface/networks.ts';
import type { Volumes } from './interface/volumes.ts';

export type { ContainerDetails, Health } from '../deploy/model/container.ts';
export type { FileToPut } from './interface/archives.ts';
export type { Compose, ComposeInput, ComposeRun } from './interface/compose.ts';
export type { Confinement, ExecOptions, OwnContainer } from './interface/containers.ts';

/**
 * Docker Engine or Podman, as Portside needs it. Every method throws EngineError and nothing else;
 * what is already gone or already there is not an error. Times are milliseconds.
 */
export interface Engine extends Containers, Images, Networks, Volumes, Archives {
  facts(): Promise<EngineFacts>;
  /** Asked anew each time. */
  info(): Promise<EngineInfo>;
  /** Networks and volumes that carry the label, whatever it says. */
  listLabelled(key: string): Promise<Labelled[]>;
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
  /** Resolves once what was true at the call is known here, however late its event comes. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
