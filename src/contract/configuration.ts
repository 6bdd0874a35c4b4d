/** What `config` can be told; as for `up`. */
export interface ConfigOptions {
  directory?: string;
  /** The instance whose ports and generated values are meant; by default this branch's. */
  name?: string;
  files?: string[];
  envFiles?: string[];
  profiles?: string[];
}

/** Every variable that shapes a stack. Values that are secrets are `***`; places are `file:line:column`, as far as they are known. */
export interface Configuration {
  directory: string;
  /** Null where Compose cannot read the files. */
  project: string | null;
  /** Null before its first `up`. */
  instance: string | null;
  files: string[];
  env_files: string[];
  /** What the files are filled in with, sorted by name. */
  variables: ConfigVariable[];
  /** What services get from env files of their own. */
  service_variables: ServiceVariable[];
  /** What Compose and the engine themselves are told. */
  compose_variables: ConfigVariable[];
  /** Entries of the env files that nothing uses. */
  unused: { name: string; at: string; did_you_mean?: string }[];
  /** What Compose could not read, in words. */
  problems: string[];
}

export type ValueOrigin = 'shell' | 'env-file' | 'included' | 'default' | 'lease' | 'instance' | 'generated' | 'service' | 'none';

export interface ConfigVariable {
  name: string;
  /** Null where it has none. */
  value: string | null;
  secret: boolean;
  from: ValueOrigin;
  at: string | null;
  required: boolean;
  /** Required, and without a value. */
  missing: boolean;
  /** What its author says of its absence. */
  message?: string;
  used_by: VariableUse[];
  /** Values that count for nothing, because another one wins. */
  shadowed: { from: ValueOrigin; value: string; at: string | null }[];
}

export interface VariableUse {
  service?: string;
  /** Such as `web.environment.REDIS_URL`, `web.ports[0]`, `x-portside.env.required`. */
  key: string;
  at: string;
}

export interface ServiceVariable {
  name: string;
  value: string;
  secret: boolean;
  at: string;
  services: string[];
}

/** What `config set` and `config unset` did. */
export interface ConfigChange {
  file: string;
  created: boolean;
  changes: {
    name: string;
    done: 'added' | 'changed' | 'same' | 'removed' | 'absent';
    /** As it reads now, `***` where it is a secret; null where it is gone. */
    value: string | null;
    line: number | null;
    services: string[];
  }[];
  /** What the user should know before the next `up`. */
  warnings: string[];
}
