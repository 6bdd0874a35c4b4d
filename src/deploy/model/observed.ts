import type { EngineInfo } from './engine-info.ts';

/** What the engine runs of one instance, and what the machine is, at one moment. */
export interface Observed {
  containers: ObservedContainer[];
  networks: string[];
  volumes: string[];
}

/** What an instance has when `check` looks: its containers, whatever their state, and its volumes. */
export interface Running {
  containers: ObservedContainer[];
  volumes: ObservedVolume[];
}

export interface ObservedContainer {
  id: string;
  /** Without the leading slash. */
  name: string;
  composeName: string;
  service: string;
  number: number;
  imageId: string;
  labels: Record<string, string>;
  state: ContainerState;
  health?: Health;
  published: { target: number; protocol: string; port: number; hostIp: string }[];
  /** What the last run ended with; absent while it runs. */
  exitCode?: number;
  /** Volumes mounted into it. */
  volumes: { name: string; target: string }[];
  /** Compose marks what `docker compose run` made. */
  oneOff: boolean;
  /** Epoch milliseconds. */
  createdAt?: number;
}

export interface ObservedNetwork {
  name: string;
  /** Such as `172.18.0.0/16`. */
  subnets: string[];
  labels: Record<string, string>;
}

export interface ObservedVolume {
  name: string;
  driver: string;
  /** The driver's, such as `type` and `device`; empty for an ordinary one. */
  options: Record<string, string>;
  labels: Record<string, string>;
}

export type Health = 'none' | 'starting' | 'healthy' | 'unhealthy';

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

/** The machine and the engine, as far as rules and planning need them. */
export interface Facts {
  engine: EngineFacts;
  /** Docker's word on its machine; Podman would take a third of a second for it. */
  info?: EngineInfo;
  /** Host ports published by any container, and by which. */
  publishedPorts: { port: number; protocol: string; container: string; composeName?: string }[];
  /** Every network of the machine that has addresses, whoever made it. */
  networks: ObservedNetwork[];
  /** Names of all networks and volumes that the engine has. */
  present: { networks: string[]; volumes: string[] };
  /** Containers of this project run by plain Compose (its name, no instance). */
  plainCompose: ObservedContainer[];
  /** Containers that run, on the whole machine, and whose first health is still awaited. */
  starting: number;
  /** Programs that want to run, for each processor, over the last minute; absent where the engine runs on another machine. */
  crowding?: number;
}

export interface EngineFacts {
  kind: 'docker' | 'podman';
  version: string;
  /** `healthcheck.start_interval` is understood (Docker Engine 25 and later). */
  startInterval: boolean;
  /** False on Podman without systemd: Portside drives the healthchecks itself. */
  runsHealthchecks: boolean;
  /** The engine runs on this machine: container processes show in /proc, published ports on 127.0.0.1. */
  local: boolean;
  /** Where published ports answer, such as 127.0.0.1. */
  host: string;
  /** What its machine is made of, in the words of image platforms, such as `amd64`. */
  architecture?: string;
  /** Programs for other machines run too, by emulation; absent where that cannot be seen. */
  emulates?: boolean;
  /** Identifies the engine, so that two engines on one machine are told apart. */
  id: string;
}

/** Stands for an engine that does not answer: of its version nothing is known, and it runs nothing. */
export const unknownEngine: EngineFacts = {
  kind: 'docker',
  version: '',
  startInterval: true,
  runsHealthchecks: true,
  local: true,
  host: '127.0.0.1',
  id: '',
};

/** Whether published ports are bound on this machine, if only on behalf of a virtual one. */
export function publishesHere({ local, host }: EngineFacts): boolean {
  return local || host === '127.0.0.1';
}

/** The engine names a volume that nobody named by 64 hexadecimal digits. */
export function isAnonymous(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume);
}
