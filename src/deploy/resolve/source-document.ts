import type { Document, LineCounter } from 'yaml';

/** A YAML document of the project as it is written. */
export interface SourceDocument {
  file: string;
  /** Plain data, aliases and merge keys followed; undefined where the YAML is broken. */
  data: unknown;
  document: Document.Parsed;
  text: string;
  lines: LineCounter;
  /** What Compose interpolates it with: an included file may bring an env file of its own. */
  values: Values;
}

/** Where values come from; the shell wins over the env files, as in Compose. */
export interface Values {
  shell: Record<string, string>;
  envFiles: Record<string, string>;
  /** Where those of an included file come from, the last file winning; absent for the project's own. */
  includedFrom?: string[];
}
