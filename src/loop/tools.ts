import type { Backend, Usage } from '../agents/backend.ts';
import type { Evidence, ImproveOptions, Remembered } from '../contract/improve.ts';
import type { SayImprove } from '../contract/improve-events.ts';
import type { Clock } from '../system/clock.ts';
import type { Judge } from './judge.ts';
import type { Limits } from './limits.ts';
import type { Patience } from './patience.ts';
import type { Run } from './run.ts';
import type { IgnoredInput } from './tree/ignored-inputs.ts';
import type { Entry, Keeper } from './tree/keeper.ts';
import type { Repository } from './tree/repository.ts';

/** Everything of the world that a run needs, handed in. */
export interface LoopTools {
  repository: Repository;
  keeper: Keeper;
  backend: Backend;
  judge: Judge;
  protect: Protect;
  recollection: Recollection;
  limits: Limits;
  patience: Patience;
  clock: Clock;
  signal: AbortSignal;
  say: SayImprove;
  /** Keeps the run; on the disk when it resolves. */
  save(run: Run): Promise<void>;
  redact: Redact;
  inputs: IgnoredInput[];
  /** The run's own: worktree, trial, prompts. */
  folder: string;
  agent: AgentSettings;
  /** Wall time of this process. */
  usedMs(): number;
}

export interface Redact {
  text(text: string): string;
  deep<Value>(value: Value): Value;
}

/** How an agent is run. Times are milliseconds. */
export interface AgentSettings extends Pick<ImproveOptions, 'model' | 'isolate'> {
  /** All that it sees of the environment. */
  environment: Record<string, string>;
  tryMs: number;
  quietMs: number;
  /** argv. */
  stopHook?: string[];
  /** It is ended after so long; by default ten minutes. */
  stopHookMs?: number;
  /** Where a person can look on, such as `tmux attach -t …`. */
  attach?: string;
  /** Paths, as a prompt names them, that are put back. */
  kept: string[];
}

/** A tree, as its files can be read. */
export interface Tree {
  listing: ReadonlyMap<string, Entry>;
  read(path: string): Promise<string | undefined>;
}

/** What becomes of a tree before it is judged: entries put back (null: taken out again), and what they were, or why it is not judged at all. */
export type Protect = (base: Tree, left: Tree) => Promise<Protected>;

export interface Protected {
  entries: Map<string, Entry | { text: string; mode: string } | null>;
  putBack: string[];
  refused?: string;
}

/** What failures were mended by, over all runs. */
export interface Recollection {
  /** Of a failure, the same wherever it happens; undefined where nothing failed. */
  signatureOf(evidence: Evidence): string | undefined;
  recall(signature: string): Promise<Remembered[]>;
  /** `worked`: the failure was gone with this patch. */
  remember(seen: { signature: string; failure: string; fix: string; patch: string; worked: boolean }): Promise<void>;
}

export function addUsage(run: Run, { inputTokens, outputTokens, dollars }: Usage): Run {
  const spent = dollars === undefined ? run.dollars : (run.dollars ?? 0) + dollars;
  return { ...run, tokens: run.tokens + inputTokens + outputTokens, ...(spent === undefined ? {} : { dollars: spent }) };
}
