import type { Readable } from 'node:stream';
import type { ContainerDetails, Health } from '../../deploy/model/container.ts';
import type { ObservedContainer } from '../../deploy/model/observed.ts';

/** Containers, as Portside needs them. Throws EngineError and nothing else; what is already gone or already so is not an error. */
export interface Containers {
  /** All containers that carry the labels, running or not; every container of the machine where none are given. */
  listContainers(labels?: Record<string, string>): Promise<ObservedContainer[]>;
  /** Undefined where the container is gone. */
  inspectContainer(id: string): Promise<ContainerDetails | undefined>;
  /** Makes one of our own beside those of the project, without a network, not started; returns its id. */
  createContainer(options: OwnContainer): Promise<string>;
  startContainer(id: string): Promise<void>;
  /** What its program writes, from the start on where it was not started yet. Whoever has both streams reads both, or it waits in its own writes. They end with it. */
  attachContainer(id: string): Promise<{ stdout: Readable; stderr: Readable }>;
  /** Asks with the container's own signal, and kills after `graceMs`, or its own grace time. Whole seconds: a part of one counts as one. */
  stopContainer(id: string, graceMs?: number): Promise<void>;
  /** The exit code of a container that was started, once it has ended. */
  waitContainer(id: string): Promise<number>;
  /** Kills it where it still runs; its anonymous volumes go with it only if asked for. */
  removeContainer(id: string, also: { volumes: boolean }): Promise<void>;
  renameContainer(id: string, name: string): Promise<void>;
  /** The newest `lines` of both streams, oldest first, without colour codes. */
  logTail(id: string, lines: number): Promise<string[]>;
  /** Runs a command inside; rejects with kind `timeout` after `timeoutMs`. Output is both streams, in the order in which they came. */
  exec(id: string, command: string[], timeoutMs: number, how?: ExecOptions): Promise<{ exitCode: number; output: string }>;
  /** What a command inside writes to its standard output, as it comes; the stream fails where the command does not end with 0. */
  execOutput(id: string, command: string[]): Promise<Readable>;
  /** Runs the container's healthcheck once, where the engine does not do so itself (Podman). */
  runHealthcheck(id: string): Promise<Health>;
}

/** Absent: no input, and user, folder and environment as the container has them. */
export interface ExecOptions {
  input?: string;
  /** A name or number, with `:group` or without. */
  user?: string;
  workdir?: string;
  /** Added to the container's own. */
  environment?: Record<string, string>;
  privileged?: boolean;
}

export interface OwnContainer {
  image: string;
  /** Absent, the image's own. */
  command?: string[];
  entrypoint?: string[];
  /** An empty volume is not filled with what the image has there. */
  mounts: { volume: string; target: string; readOnly?: boolean }[];
  labels: Record<string, string>;
  user?: string;
  /** Absent, it has the engine's usual rights, and no network. */
  confinement?: Confinement;
}

/** For a program that nobody trusts: no capabilities, no new privileges, a file system that can be read only, an init. */
export interface Confinement {
  /** Absolute paths of the engine's machine; a source that is not there is an error. */
  binds: { source: string; target: string; readOnly?: boolean }[];
  /** Empty folders in memory that anybody may write to. */
  scratch: string[];
  environment: Record<string, string>;
  workdir: string;
  /** `host`: the machine's own network. */
  network: 'none' | 'host';
  /** Names in its /etc/hosts, and their addresses. */
  hosts: Record<string, string>;
  most: { processes: number; memoryBytes?: number };
}
