/** The parts of Compose's own JSON model (`docker compose config --format json`) that Portside reads; everything else is carried along untouched. */
export interface ComposeFile {
  name: string;
  services: Record<string, ComposeService>;
  networks?: Record<string, ComposeNetwork | null>;
  volumes?: Record<string, ComposeVolume | null>;
  secrets?: Record<string, ComposeFileSource>;
  configs?: Record<string, ComposeFileSource>;
  /** Ours; Compose ignores it. */
  'x-portside-secrets'?: Record<string, string>;
  [extension: string]: unknown;
}

/** Values as a container or a build sees them: Compose writes `$` as `$$` in the model. */
export function asSeenInside(values: Record<string, string | null> | undefined): Record<string, string | null> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, value === null ? null : withoutEscapes(value)]));
}

/** A text of the model as it is meant. */
export function withoutEscapes(text: string): string {
  return text.replaceAll('$$', '$');
}

export interface ComposeService {
  image?: string;
  build?: { context?: string; dockerfile?: string; target?: string; args?: Record<string, string | null>; [key: string]: unknown };
  pull_policy?: string;
  container_name?: string;
  command?: string[] | null;
  environment?: Record<string, string | null>;
  env_file?: unknown;
  labels?: Record<string, string>;
  ports?: ComposePort[];
  volumes?: ComposeMount[];
  networks?: Record<string, ComposeServiceNetwork | null>;
  network_mode?: string;
  depends_on?: Record<string, ComposeDependency>;
  healthcheck?: ComposeHealthcheck;
  restart?: string;
  scale?: number;
  deploy?: { replicas?: number; mode?: string; restart_policy?: { condition?: string }; [key: string]: unknown };
  profiles?: string[];
  secrets?: ComposeFileReference[];
  configs?: ComposeFileReference[];
  post_start?: ComposeHook[];
  pre_stop?: ComposeHook[];
  init?: boolean;
  [key: string]: unknown;
}

/** A secret or config: where its content is. */
export interface ComposeFileSource {
  file?: string;
  environment?: string;
  content?: string;
  [key: string]: unknown;
}

/** A secret or config in a service. `mode` is a number, or octal digits in newer versions. */
export interface ComposeFileReference {
  source: string;
  target?: string;
  uid?: string;
  gid?: string;
  mode?: number | string;
}

/** A command that runs inside after the start or before the stop. */
export interface ComposeHook {
  command?: string[] | string;
  user?: string;
  privileged?: boolean;
  working_dir?: string;
  environment?: Record<string, string | null>;
}

/** `published` is a port, a range `a-b`, or absent where the engine would choose. */
export interface ComposePort {
  mode?: string;
  host_ip?: string;
  target: number;
  published?: string;
  protocol?: string;
  [key: string]: unknown;
}

export interface ComposeMount {
  type: string;
  source?: string;
  target: string;
  read_only?: boolean;
  [key: string]: unknown;
}

export interface ComposeServiceNetwork {
  aliases?: string[];
  [key: string]: unknown;
}

export interface ComposeDependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  required?: boolean;
  restart?: boolean;
  [key: string]: unknown;
}

/** Durations are Go duration strings such as `30s` or `1m0s`. */
export interface ComposeHealthcheck {
  test?: string[];
  interval?: string;
  timeout?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}

export interface ComposeNetwork {
  name?: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  enable_ipv6?: boolean;
  labels?: Record<string, string>;
  ipam?: { driver?: string; config?: Record<string, unknown>[]; options?: Record<string, string> };
  [key: string]: unknown;
}

export interface ComposeVolume {
  name?: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  labels?: Record<string, string>;
  [key: string]: unknown;
}
