import type { Settings, SettingsProblem } from '../../contract/settings.ts';
import type { ComposeFile } from './compose-file.ts';
import type { EdgeSpec } from './edge.ts';
import type { Lease } from './port.ts';

/** Where a project lies and which files make it. All paths are absolute. */
export interface Project {
  /** Compose's project name: `name:` in the file, or the folder's name, normalised. */
  name: string;
  directory: string;
  files: string[];
  envFiles: string[];
  profiles: string[];
}

/** One running copy of a project. `composeName` is what `docker compose -p` takes. */
export interface Identity {
  project: string;
  instance: string;
  composeName: string;
  directory: string;
}

/** What Compose itself would run, with every published port leased. */
export interface Stack {
  project: Project;
  identity: Identity;
  /** As they read with the instance's own values, where the draft's had placeholders. */
  settings: Settings;
  settingsProblems: SettingsProblem[];
  /** Resolved by Compose: interpolated, normalised, `$` still escaped as `$$`; host ports are the leased ones. */
  compose: ComposeFile;
  leases: Lease[];
  /** What the rolling services stand behind; absent where no service rolls, and none has a domain. */
  edge?: EdgeSpec;
  contents: Contents;
  /** Values of the variables in `env.generate`, whoever gave them: secrets whatever their names. */
  generated: Record<string, string>;
  /** Container names that carry INSTANCE_ID: service → name to give back once verified. */
  givenNames: Record<string, string>;
  /** Keys of networks and volumes whose fixed names carry INSTANCE_ID. */
  ownNames: { networks: string[]; volumes: string[] };
  variables: Variable[];
  /** Services of the file that this execution does not touch (`--only`). */
  leftAlone: string[];
  /** The environment that Compose was resolved with; real values, secrets too. */
  environment: Record<string, string>;
}

/** What the model's secrets and configs hold, by name, where the model itself only says which file or variable it is in. */
export interface Contents {
  secrets: Record<string, string>;
  configs: Record<string, string>;
}

/** A variable that the Compose files mention. */
export interface Variable {
  name: string;
  defaultValue?: string;
  required: boolean;
  /** The message of `${NAME:?message}`, or what is lost without an optional one. */
  message?: string;
  /** Where its value came from; absent where it has none. */
  from?: 'shell' | 'env-file' | 'default' | 'lease' | 'instance' | 'generated';
}
