import type { ComposeFile, ComposeService } from '../deploy/model/compose-file.ts';
import type { Expectation } from '../deploy/model/plan.ts';
import type { PortHolder } from '../deploy/model/port.ts';
import type { Verdict } from '../deploy/model/probe.ts';
import type { Health, ContainerState } from '../deploy/model/observed.ts';
import type { Finding } from '../deploy/model/finding.ts';

/** All that was seen of a failure, before anything of it was undone: plain data without secrets, so that it can be judged again later. */
export interface Evidence {
  version: 1;
  /** What the user knows the instance by: `shop/main`. */
  instance: string;
  composeName: string;
  directory: string;
  /** The files that it was brought up from; absent where an instance is looked at that nobody is bringing up. */
  project?: { files: string[]; envFiles: string[]; profiles: string[] };
  /** The stage that failed; empty where an instance is looked at that nobody is bringing up. */
  stage: string;
  /** What was said of the failure, in one line; empty where nothing failed. */
  message: string;
  /** Whom it was said of. */
  service?: string;
  /** A `UserError`'s or `EngineError`'s own name for it, such as `port-taken`. */
  code?: string;
  hint?: string;
  /** The command of `x-portside.before` that failed: of its service's logs and containers only its own are told then. */
  before?: { service: string; command: string[]; exitCode?: number; limitMs?: number };
  /** The last lines that the builder or Compose printed, oldest first. */
  output: string[];
  services: Record<string, ServiceEvidence>;
  networks: NonNullable<ComposeFile['networks']>;
  volumes: NonNullable<ComposeFile['volumes']>;
  /** Services that no chosen profile runs. */
  inactive: string[];
  findings: Finding[];
  /** The lines at which findings stand: `compose.yaml:4` → what it says. */
  lines: Record<string, string>;
  verdicts: Verdict[];
  /** Who has the ports that the words of the failure name. */
  holders: PortHolder[];
  /** Variables that the files mention, and whether they have a value. */
  variables: Record<string, boolean>;
  /** `services.web.ports` → `compose.yaml:4:5`. */
  places: Record<string, string>;
  engine: { kind: string; version: string };
}

export interface ServiceEvidence {
  /** As Compose resolved it; environment values as the container sees them. */
  definition: ComposeService;
  expectation?: Expectation;
  containers: ContainerEvidence[];
  image?: ImageFacts;
  /** Its last lines, oldest first. */
  logs: string[];
  /** What listens inside; absent where that could not be seen. */
  listens?: { port: number; loopback: boolean }[];
  /** Programs that are in the container, of those that healthchecks are made with; absent where nobody looked. */
  tools?: string[];
  /** Files of the project that it runs or was told of: mounted, or copied into its image. */
  files: SourceFile[];
  dockerfile?: DockerfileEvidence;
}

export interface ContainerEvidence {
  name: string;
  state: ContainerState;
  health: Health;
  exitCode: number;
  oomKilled: boolean;
  /** The engine's own words where it could not start it. */
  error: string;
  restarts: number;
  /** Exit codes of its ends since the attempt began, oldest first. */
  deaths: number[];
  healthLog: { exitCode: number; output: string }[];
  addresses: string[];
  /** Milliseconds since its present run began; absent where it does not run. */
  upMs?: number;
}

export interface ImageFacts {
  reference: string;
  entrypoint: string[];
  command: string[];
  user: string;
  workdir: string;
  architecture: string;
  exposed: string[];
  volumes: string[];
  healthcheck: string[];
}

export interface DockerfileEvidence {
  /** Relative to the project's folder. */
  file: string;
  text: string;
  /** What it copies, and whether that lies in the build context. */
  copies: Record<string, boolean>;
  /** The `.dockerignore` that counts for it. */
  ignored?: { file: string; text: string };
}

/** A file of the project's folder under the path by which a container knows it. */
export interface SourceFile {
  /** Absolute, inside. */
  inside: string;
  /** Relative to the project's folder. */
  file: string;
  by: 'mount' | 'copy';
  kind: 'file' | 'directory' | 'missing';
  mode: number;
  /** The beginning of a text file. */
  text?: string;
}
