import type { Document, LineCounter } from 'yaml';

/** A YAML document of the project as it is written. */
export interface SourceDocument {
  file: string;
  /** Plain data, aliases and merge keys followed; undefined where the YAML is broken. */
  data: unknown;
  document: Document.Parsed;
  text: string;
  lines: LineCounter;
}
