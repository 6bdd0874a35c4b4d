import type { AgentSeen } from './agent-seen.ts';
import type { ExecutionEvent } from './events.ts';
import type { CriterionResult, Try } from './improvement.ts';
import type { ExecutionRecord } from './record.ts';

/** What a run of `improve` says while it works. `at` is seconds since its start; iteration 0 is the project as it was. */
export type ImproveEvent = { execution_uuid: string; at: number } & (
  | { event: 'begin'; action: 'improve'; project: string; agent: string; until: string; base: string; resumed: boolean; dirty: number }
  | { event: 'judging'; iteration: number }
  /** Of the throw-away instance that is judged. */
  | { event: 'execution'; of: ExecutionEvent }
  | { event: 'judged'; iteration: number; criteria: CriterionResult[]; held: number; of: number }
  /** `most` is absent where only time, tokens and money limit it. */
  | { event: 'iteration'; iteration: number; most?: number; agent: string; attach?: string }
  | { event: 'agent'; seen: AgentSeen }
  | { event: 'wait'; reason: string; until: string; seconds: number }
  | { event: 'try'; try: Try }
  | { event: 'note'; message: string }
  | { event: 'end'; record: ExecutionRecord }
);

type WithoutEnvelope<Event> = Event extends unknown ? Omit<Event, 'execution_uuid' | 'at'> : never;

/** An event before the run stamps its UUID and time on it. */
export type ImproveSaid = WithoutEnvelope<ImproveEvent>;
export type SayImprove = (said: ImproveSaid) => void;
