import type { AgentSeen } from '../contract/agent-seen.ts';
import type { Evidence } from '../contract/improve.ts';

/** A coding agent that can be run without a person: a program, a server, or rules of our own. */
export interface Backend {
  name: string;
  /** Names of the variables that it is given where they are set: its key, its server. */
  variables?: readonly string[];
  /** What keeps it from working here, and what mends that; undefined where nothing does. Costs no tokens. */
  missing(): Promise<Missing | undefined>;
  /** One try. Never throws for what an agent or its provider does: that is an outcome. Rejects with the signal's reason where that aborts. */
  work(assignment: Assignment): Promise<AgentReport>;
}

export interface Missing {
  /** One sentence: `claude is not installed`. */
  what: string;
  /** What to type or to set. */
  mend: string;
}

/** One try at a task. Times are milliseconds. */
export interface Assignment {
  prompt: string;
  /** The same text in a file, absolute, outside of the worktree. */
  promptFile: string;
  /** All that it may change; absolute. */
  worktree: string;
  /** The project's folder in it: where the agent starts. */
  directory: string;
  /** A number from 1: of the iteration. */
  iteration: number;
  /** All that it sees. */
  environment: Record<string, string>;
  /** What the last try of this run called its session; it goes on there where the agent can. */
  session?: string;
  model?: string;
  /** The whole try ends after so long. */
  timeoutMs: number;
  /** Without a sign of life for so long it has stalled. */
  quietMs: number;
  /** What is left of them for the run. */
  budget?: { tokens?: number; dollars?: number };
  /** What the prompt was written from, as data. */
  evidence: Evidence;
  listen(event: AgentEvent): void;
  signal: AbortSignal;
}

/** What is seen of an agent while it works; texts are without secrets only after the loop's redactor. */
export type AgentEvent = AgentSeen;

/** How a try ended. None of them says anything of the work: that is judged by its criteria. */
export type AgentOutcome =
  | { kind: 'done' }
  /** A usage limit; `until` is milliseconds since 1970. */
  | { kind: 'wait-until'; until: number; reason: string }
  /** Credit, or a login. */
  | { kind: 'needs-a-person'; reason: string; mend: string }
  /** Network, overload, a provider's fault. */
  | { kind: 'infrastructure'; reason: string; retryAfterMs?: number }
  | { kind: 'crashed'; reason: string; exitCode: number }
  /** Silent for too long, or longer at it than it may be. */
  | { kind: 'stalled'; reason: string }
  /** It will not, or has nothing to try. */
  | { kind: 'refused'; reason: string };

export interface AgentReport {
  outcome: AgentOutcome;
  usage: Usage;
  /** Its last words, at most a few thousand characters. */
  said: string;
  session?: string;
  /** It ended as if all were well, and its last words tell of this: where it changed nothing, it ended by that. */
  doubt?: Extract<AgentOutcome, { kind: 'infrastructure' | 'needs-a-person' }>;
}

/** As its stream tells; nothing is estimated. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  /** Absent where nobody says. */
  dollars?: number;
}
