import type { Diagnosis } from './diagnosis.ts';
import type { CriterionResult, Improvement, Try } from './improvement.ts';
import type { ImproveEvent } from './improve-events.ts';
import type { ExecutionRecord, RecordedFinding } from './record.ts';
import type { Criterion } from './settings.ts';

export type { Criterion };

/** What `improve` can be told. Times are milliseconds. */
export interface ImproveOptions {
  directory?: string;
  files?: string[];
  envFiles?: string[];
  profiles?: string[];
  /** A backend's name; by default the project's `x-portside.improve.agent`, else `rules`. */
  agent?: string;
  /** `verified`, `graduated`, or a command line; by default what `x-portside.accept` asks for, else `verified`. */
  until?: string;
  model?: string;
  /** For the backend `command`: an argv; `{prompt_file}`, `{prompt}` and `{directory}` are filled in. */
  command?: string[];
  /** For the backends `http` and `openai`: where the server is. */
  url?: string;
  /** What is wanted, in words; then nothing that holds already is enough, and something must change. */
  goal?: string;
  limit?: IterationLimit;
  /** Of the whole run, waits included. */
  timeMs?: number;
  tokens?: number;
  dollars?: number;
  /** For all waits together, until a limit is over or the network is back. */
  patienceMs?: number;
  /** Of the first wait after a fault; each further one is twice as long. */
  backoffMs?: number;
  /** Gives up on a service of a throw-away instance after so long; by default what the file grants it. */
  timeoutMs?: number;
  /** Of one try. */
  tryMs?: number;
  /** Without a sign of life for so long an agent has stalled. */
  quietMs?: number;
  /** Begins with what is changed and not committed, instead of at HEAD. */
  includeDirty?: boolean;
  /** Runs the agent in a container of its own. */
  isolate?: boolean;
  /** That an isolated agent runs in. */
  image?: string;
  /** Hosts that an isolated agent may reach, such as `api.anthropic.com`. */
  hosts?: string[];
  /** Variables of this environment that the agent gets to see. */
  pass?: string[];
  /** Runs the agent in a tmux session that a person can attach to. */
  tmux?: boolean;
  /** A command line run when the agent stops; exit code 2 puts it back to work with what it printed. */
  stopHook?: string;
  /** Merges the branch where it ends well and the working tree allows it. */
  merge?: boolean;
  /** Makes the repository where there is none. */
  init?: boolean;
  /** Drops an unfinished run of this project instead of going on with it. */
  restart?: boolean;
  recordFile?: string;
}

/** A number above zero, or one of DESIGN's: simple 10, default 20, complex 50; adaptive grows while more criteria hold. */
export type IterationLimit = number | 'simple' | 'default' | 'complex' | 'adaptive' | 'unlimited';

/** What is known of why it does not hold yet; what a prompt is written from. All of it is without secrets. */
export interface Evidence {
  criteria: CriterionResult[];
  /** Of the throw-away instance that was judged last. */
  execution_uuid?: string;
  error?: string;
  findings: RecordedFinding[];
  diagnosis?: Diagnosis;
  logs: { service: string; lines: string[] }[];
  /** Earlier tries of this run, the oldest first. */
  tried: Try[];
  /** What mended the same failure before, the most successful first. */
  remembered: Remembered[];
}

/** A failure that was mended before. */
export interface Remembered {
  signature: string;
  /** The failure in one line. */
  failure: string;
  /** What was done, in one sentence. */
  fix: string;
  /** A unified diff of it, from the project's folder. */
  patch: string;
  worked: number;
  failed: number;
}

/** Who listens to a run, stops it, and lets it begin. */
export interface ImproveHooks {
  listen(event: ImproveEvent): void;
  signal: AbortSignal;
  /** Asked before the first action; false: nothing is done. */
  approve(plan: ImprovePlan): Promise<boolean>;
}

/** What is about to be done. */
export interface ImprovePlan {
  agent: string;
  /** One name each. */
  criteria: string[];
  limit: string;
}

export interface ImproveEnded {
  record: ExecutionRecord;
  /** 0 every criterion holds, 1 not, 130 interrupted. */
  exit: 0 | 1 | 130;
  improvement: Improvement;
  /** A unified diff of all that was kept, without secrets. */
  diff: string;
  /** In the project's folder. */
  notes: string;
}
