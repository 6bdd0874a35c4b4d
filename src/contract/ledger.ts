/** What is done with the ledger as a whole. */
export interface LedgerUpkeep {
  /** A line of JSON for each record, oldest first, checked as they come. Throws UserError (exit 1) at the first break, and (exit 5) where records are pruned meanwhile. */
  lines(): AsyncIterable<string>;
  /** The same into a new file. Throws UserError (exit 2) where it is there already. */
  exportTo(file: string): Promise<HistoryExported>;
  /** Takes in what was exported. Throws UserError (exit 2 for no file, exit 3 for what does not hold, with the line). */
  importFrom(file: string): Promise<HistoryImported>;
  /** Removes records older than so many milliseconds behind a checkpoint, once `agree` has seen how many. Throws UserError (exit 1) where the chain does not hold. */
  prune(keepMs: number, agree: (seen: HistoryPruned) => Promise<boolean>): Promise<HistoryPruned>;
  /** The key that records are signed with; `make` makes one where there is none. */
  key(make: boolean): Promise<HistoryKey>;
}

export interface HistoryExported {
  file: string;
  records: number;
}

export interface HistoryImported {
  file: string;
  /** How many records it has, and how many of them were new here. */
  records: number;
  added: number;
  /** Position of the newest. */
  last: number;
}

export interface HistoryPruned {
  /** How many go, or went. */
  records: number;
  /** Position of the last of them; 0 where there is none. */
  through: number;
  /** ISO 8601: records from then on stay. */
  since: string;
  /** An execution that an instance still runs by keeps its record, and all that came later. */
  kept_for?: { execution_uuid: string; project: string; instance: string };
  done: boolean;
}

export interface HistoryKey {
  /** The Ed25519 public key, base64url; absent where nothing is signed. */
  key?: string;
  /** Where the private one lies. */
  file: string;
  made: boolean;
}
