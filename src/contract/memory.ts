import type { Remembered } from './improve.ts';

/** One mend of one failure in one project, as the memory has it; times are ISO 8601. */
export interface MemoryEntry extends Remembered {
  project: string;
  first_at: string;
  last_at: string;
}

/** What a person does with the memory. */
export interface MemoryUpkeep {
  /** The most successful first. */
  list(): Promise<MemoryEntry[]>;
  /** A signature or its beginning; resolves to how much is gone. Throws UserError (exit 2) where it names none, or several. */
  forget(signature: string): Promise<MemoryForgotten>;
  /** A line of JSON for each entry, in a new file. Throws UserError (exit 2) where it is there already. */
  exportTo(file: string): Promise<MemoryExported>;
}

export interface MemoryForgotten {
  signature: string;
  entries: number;
}

export interface MemoryExported {
  file: string;
  entries: number;
}
