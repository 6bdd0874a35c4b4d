import type { Settings, SettingsProblem } from '../../contract/settings.ts';
import type { ComposeFile } from './compose-file.ts';
import type { Finding } from './finding.ts';
import type { PortRequest } from './port.ts';
import type { Project, Variable } from './stack.ts';

/** What the files say before any port is leased. */
export interface Draft {
  project: Project;
  sources: SourceMap;
  /** Resolved by Compose with the values at hand; a placeholder stands for each missing one. */
  model: ComposeFile;
  /** The environment that it was resolved with, without INSTANCE_ID. */
  environment: Record<string, string>;
  variables: Variable[];
  /** Variables that Portside makes a value for, as the settings ask: nobody gives them one. */
  toGenerate: string[];
  /** Required variables that have no value, and get none; a deployment cannot go on, a check can. */
  missing: Variable[];
  /** Values at hand, the shell's before the env files', and those before what included files bring. */
  values: Record<string, string>;
  /** Services that the files name and that no chosen profile runs. */
  inactive: string[];
  /** Build contexts and Dockerfiles that are not there: service → path. */
  missingBuildFiles: Record<string, string>;
  settings: Settings;
  settingsProblems: SettingsProblem[];
  requests: PortRequest[];
}

/** A file, and line and column counted from 1 where they are known. */
export type Location = NonNullable<Finding['at']>;

/** One YAML document of a file. */
export interface WrittenFile {
  file: string;
  text: string;
  /** Plain data, aliases and merge keys followed, variables not filled in; undefined where the YAML is broken. */
  data: unknown;
}

/** Leads from the model back to what somebody wrote. */
export interface SourceMap {
  /** The files as they are written; what they include or extend stands before them, and what stands later wins. */
  files: WrittenFile[];
  /** Where a key stands, or the deepest part of its path that is written anywhere. */
  locate(path: (string | number)[]): Location | undefined;
  /** What stands there, before any variable is filled in; an item of a list such as `NAME=value` counts as a key. Undefined where nothing of the project's writes it. */
  written(path: (string | number)[]): unknown;
  /** Where a variable is first mentioned. */
  locateVariable(name: string): Location | undefined;
  /** Where Compose will stumble too; empty for sound files. */
  syntaxErrors: { message: string; at: Location }[];
  /** The files as they are written; those that others include or extend come before them. */
  documents?: readonly WrittenDocument[];
}

/** One YAML document of a file; `data` is undefined where it cannot be read. */
export interface WrittenDocument {
  file: string;
  text: string;
  data: unknown;
}
