import type { CertificateFacts } from './certificate.ts';
import type { DockerfileFacts } from './dockerfile.ts';
import type { Inside } from './inside.ts';
import type { Machine } from './machine.ts';
import type { Repair } from './repair.ts';
import type { Run } from './run.ts';
import type { PortHolder } from './port.ts';

/** What lies around a stack, gathered before any rule looks: files, Dockerfiles, images, the machine. What could not be seen is absent. */
export interface Surroundings {
  /** What lies at each absolute host path that the stack names: mounts, env files, secrets and configs. */
  paths: Record<string, PathFacts>;
  /** service → its Dockerfile, where it builds from a folder of this machine. */
  dockerfiles: Record<string, DockerfileFacts>;
  /** service → its image, where the engine has it. */
  insides: Record<string, Inside>;
  /** service → what its container will run, where enough of it is known. */
  runs: Record<string, Run>;
  /** Images that neither the engine has nor a service builds, by their names. */
  absentImages: Record<string, AbsentImage>;
  /** Programs and settings files that do not parse. */
  syntax: SyntaxProblem[];
  machine: Machine;
  /** Who has the host ports that the stack would have liked, where it gets others. */
  holders: PortHolder[];
  /** The edge's certificate and key, where the settings name any. */
  certificate?: CertificateFacts;
  /** What dclint says of the Compose files. */
  lint: LintMessage[];
  /** The files that variables come from: those of the project and those of services. */
  envFiles: EnvFileText[];
}

export interface AbsentImage {
  /** Whether its registry has it; absent where that did not say. */
  inRegistry?: boolean;
  /** Names of the same repository that the engine has. */
  related: string[];
}

export interface PathFacts {
  kind: 'file' | 'directory' | 'other' | 'missing' | 'unreadable';
  /** Permission bits, such as 0o644. */
  mode?: number;
  uid?: number;
  gid?: number;
  /** For small text files that are mounted: what they say. */
  text?: string;
  /** For mounted folders, and for those in which something is missing: the names in them, unless they are very many. */
  entries?: string[];
}

/** `rule` is dclint's name for it; the line is counted from 1. */
export interface LintMessage {
  rule: string;
  file: string;
  line: number;
  message: string;
}

export interface EnvFileText {
  file: string;
  text: string;
  /** The service that reads it with `env_file`; absent where it fills in the Compose files. */
  service?: string;
}

/** Line and column are counted from 1. */
export interface SyntaxProblem {
  service?: string;
  file: string;
  line?: number;
  column?: number;
  /** The service that runs or reads it for sure. */
  loadedBy?: string;
  /** Readers that are less strict than the standard take it. */
  tolerable?: boolean;
  /** Where it is as simple as a comma too many. */
  repair?: Repair;
  /** What looked: `node --check`, `sh -n`, `JSON`. */
  tool: string;
  message: string;
}

export const emptySurroundings: Surroundings = {
  paths: {},
  dockerfiles: {},
  insides: {},
  runs: {},
  absentImages: {},
  syntax: [],
  machine: {},
  holders: [],
  lint: [],
  envFiles: [],
};
