import type { Diagnosis } from './diagnosis.ts';
import type { Action, ExecutionRecord } from './record.ts';

/** What an execution says while it works; `--events` prints one JSON object a line. `at` is seconds since its start. */
export type ExecutionEvent = { execution_uuid: string; at: number } & (
  | { event: 'begin'; action: Action; instance: string }
  | { event: 'stage'; stage: string; state: 'begin' | 'end' }
  | {
      event: 'finding';
      severity: 'error' | 'warning' | 'note';
      rule: string;
      message: string;
      where?: string;
      fix?: string;
      repairable?: true;
    }
  | { event: 'step'; step: string; cause: string; state: 'begin' | 'end' | 'failed' }
  /** Of a long step: how much of it is done. */
  | { event: 'progress'; step: string; bytes: number; total?: number }
  | { event: 'service'; service: string; state: string }
  | { event: 'probe'; service: string; target: string; outcome: string; detail: string }
  | { event: 'output'; source: string; line: string }
  | { event: 'undo'; step: string; problem?: string }
  | { event: 'diagnosis'; diagnosis: Diagnosis }
  | { event: 'note'; message: string }
  | { event: 'end'; record: ExecutionRecord }
);

type WithoutEnvelope<Event> = Event extends unknown ? Omit<Event, 'execution_uuid' | 'at'> : never;

/** An event before the execution stamps its UUID and time on it. */
export type Said = WithoutEnvelope<ExecutionEvent>;
export type Say = (said: Said) => void;
