export interface CriterionResult {
  /** `verified`, `npm test`, `GET web:8000/health`. */
  name: string;
  held: boolean;
  /** One line: what was seen. */
  detail: string;
  /** The end of what a command printed. */
  output?: string[];
  /** How many tests it ran, where that can be told. */
  ran?: number;
}

/** One iteration, and what became of it. */
export interface Try {
  iteration: number;
  agent: string;
  /** The agent's outcome in one word, such as `done` or `crashed`. */
  outcome: string;
  verdict: 'kept' | 'reverted' | 'unchanged' | 'done';
  /** Why, in one sentence. */
  reason: string;
  /** What it changed, as the agent says; a claim that only the diff proves. */
  change?: string;
  held: number;
  of: number;
  /** `2 files changed, 3 insertions(+), 1 deletion(-)` */
  stat: string;
  files: string[];
  /** Files and settings that it had changed and that were put back before it was judged. */
  put_back: string[];
  /** Of the failure that it left. */
  signature?: string;
  tokens: number;
  dollars?: number;
  seconds: number;
}

export type ImproveReason =
  | 'success'
  | 'max_iterations'
  | 'stagnated'
  | 'timeout'
  | 'resource_limit'
  | 'needs_a_person'
  | 'infrastructure'
  | 'rejected'
  | 'stopped';

/** How a run ended; part of its record. */
export interface Improvement {
  agent: string;
  until: string;
  status: 'completed' | 'failed' | 'stopped' | 'rejected';
  reason: ImproveReason;
  /** One sentence. */
  detail: string;
  /** Commits: where it started, and what was kept. */
  base: string;
  head: string;
  /** In the project's repository; absent where nothing was kept. */
  branch?: string;
  merged: boolean;
  iterations: Try[];
  /** Waits and faults of the infrastructure, which are no iterations. */
  waits: { reason: string; seconds: number }[];
  criteria: CriterionResult[];
  tokens: number;
  dollars?: number;
  stat: string;
}
