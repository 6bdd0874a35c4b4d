/** What a project's Compose file says under `x-portside`, parsed. All of it is optional. */
export interface Settings {
  /** Name → service and container port; the record's key is `<name>_port`. */
  ports?: Record<string, PortReference>;
  /** Host ports to lease from; inclusive. */
  range?: { from: number; to: number };
  env?: {
    required?: string[];
    /** Name → what is lost without it. */
    optional?: Record<string, string>;
    /** Variables that get a random value, once an instance, where neither shell nor env files give one; secrets whatever their names. */
    generate?: string[];
  };
  verify?: SettingsProbe[];
  /** How a service is replaced; one that is not named is recreated. */
  update?: Record<string, Strategy>;
  /** Services that no second container may ever run beside. */
  stateful?: string[];
  /** Bind mounts that each instance is to have its own copy of, as the Compose file writes them; nothing acts on it yet. */
  private?: string[];
  edge?: EdgeSettings;
  /** Rule of `check` → why it does not count here; for these services only, where any are named. */
  check?: Record<string, { reason: string; services?: string[] }>;
  /** Service → a command that runs once in its new image, before anything of the old version is touched. */
  before?: Record<string, string[]>;
  snapshot?: SnapshotSettings;
  /** When a version has earned trust, and where its standing Compose file goes. */
  graduate?: GraduateSettings;
  /** What must hold for `improve` to be done; by default `verified`. */
  accept?: Criterion[];
  improve?: ImproveSettings;
  /** Name → a line to type once it is up; `{NAME}` stands for a variable of `portside env`. */
  connect?: Record<string, string>;
}

/** `recreate`: the old stops, then the new starts. `rolling`: the new is proved beside the old, behind the edge. */
export type Strategy = 'rolling' | 'recreate';

/** The reverse proxy that rolling services stand behind. */
export interface EdgeSettings {
  server?: 'caddy' | 'nginx';
  /** In place of the server's own, such as `caddy:2.7`. */
  image?: string;
  /** Served on ports 80 and 443; `to` is given then. */
  domain?: string;
  to?: PortReference;
  /** PEM files as the Compose file writes them, beside the project's folder; both or none. */
  certificate?: string;
  key?: string;
}

/** Service → a command run in its container, so that its volumes can be copied while it runs, and one for when they are. */
export interface SnapshotSettings {
  quiesce?: Record<string, string[]>;
  resume?: Record<string, string[]>;
}

export interface GraduateSettings {
  /** Successes to one failure; by default 10. */
  ratio?: number;
  /** From the folder of the project's Compose file; by default compose.standing.yaml. */
  file?: string;
}

/** A container port of a service, written `service:port`. */
export interface PortReference {
  service: string;
  port: number;
}

/** One look from outside that the project asks for; `path` begins with a slash. */
export type SettingsProbe =
  | ({ kind: 'http'; path: string; status?: number; body?: string; json?: Record<string, unknown>; tls: boolean } & PortReference)
  | ({ kind: 'websocket'; path: string; tls: boolean } & PortReference)
  | ({ kind: 'tcp' } & PortReference)
  | { kind: 'command'; service: string; run: string[] };

/** Something that `x-portside` says and Portside does not understand; `path` leads to it from `x-portside` down. */
export interface SettingsProblem {
  path: (string | number)[];
  message: string;
  fix?: string;
}

/** One thing that must hold, on the tree that an agent left, for a task to be done. */
export type Criterion =
  /** The stack comes up verified, and has all that it had at the base commit. */
  | { kind: 'verified' }
  /** So many verified successes to one failure, as `graduate` asks. */
  | { kind: 'graduated' }
  /** In the tree itself, or in a service's container; argv. Its output must match the regular expression `ran`, and it must run at least so many `tests`. */
  | { kind: 'command'; run: string[]; in?: string; ran?: string; tests?: number; timeoutMs?: number }
  /** One look from outside at the throw-away instance. */
  | { kind: 'probe'; probe: SettingsProbe };

/** How `improve` works on this project where nothing else is said. */
export interface ImproveSettings {
  agent?: string;
  model?: string;
  /** Globs from the project's folder: files that no agent gets to change, and files that one may though they look like tests. */
  protect?: string[];
  allow?: string[];
  /** That an isolated agent runs in. */
  image?: string;
  /** That an isolated agent may reach. */
  hosts?: string[];
  /** Variables that an agent, and the commands of `accept`, may see. */
  pass?: string[];
  /** argv; exit code 2 puts the agent back to work. */
  stop_hook?: string[];
  limit?: number | 'simple' | 'default' | 'complex' | 'adaptive' | 'unlimited';
  /** argv of the agent `command`. */
  command?: string[];
}
