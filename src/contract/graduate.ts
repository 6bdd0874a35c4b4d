import type { ExecutionRecord } from './record.ts';

/** What `graduate` can be told. */
export interface GraduateOptions {
  /** Successes to one failure; by default what x-portside says, else 10. */
  ratio?: number;
  /** Where the standing Compose file goes; by default beside the project's. */
  output?: string;
  /** Overwrites a file that Portside did not write. */
  overwrite?: boolean;
  /** Copies the record to this file. */
  recordFile?: string;
}

/** Something that has to hold before a version is trusted, and does not. */
export interface Missing {
  condition: 'successes' | 'running' | 'canary' | 'unchanged' | 'variables' | 'verified';
  /** One line. */
  message: string;
  /** What to do about it. */
  hint?: string;
  /** For `successes`: how many more. */
  more?: number;
}

/** What counts of the version that runs. */
export interface Trust {
  project: string;
  instance: string;
  directory: string;
  /** v1, v2: absent where it was never counted. */
  version?: number;
  content_hash?: string;
  /** Since a failure took the last graduation back. */
  successes: number;
  failures: number;
  /** Successes to one failure that are asked for. */
  ratio: number;
}

/** Whether the version that runs has earned trust, and what became of its standing Compose file. */
export type Graduating =
  | ({
      graduated: false;
      missing: Missing[];
      /** Of this refusal: `stopped`, and it counts for nothing. */
      record: ExecutionRecord;
    } & Trust)
  | ({
      graduated: true;
      missing: [];
      /** Absolute path. */
      file: string;
      /** False where the file says all this already. */
      written: boolean;
      /** What the standing file's header says too. */
      notes: string[];
      /** Such as `docker compose -f compose.standing.yaml -p hello-standing up -d`, to be typed in the project's folder. */
      run: string;
      /** It was graduated before: the record of that. */
      already?: { execution_uuid: string; timestamp: string };
      /** Of this graduation. */
      record?: ExecutionRecord;
    } & Trust);
