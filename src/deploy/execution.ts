import type { Said, Say, ExecutionEvent } from '../contract/events.ts';
import type { Action } from '../contract/record.ts';
import type { Clock } from '../system/clock.ts';
import type { Redactor } from '../redaction/redact.ts';

/** One attempt, from its UUID to its record: what it says, how long its stages took, and what stops it. */
export interface Execution {
  uuid: string;
  action: Action;
  signal: AbortSignal;
  redactor: Redactor;
  say: Say;
  /** Runs a stage, says when it begins and ends, and adds up its seconds. */
  stage<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** The stage that began last. */
  stageNow(): string;
  /** Seconds a stage. */
  stages(): Record<string, number>;
  /** Seconds since the beginning. */
  elapsed(): number;
}

export interface ExecutionInput {
  uuid: string;
  action: Action;
  clock: Clock;
  signal: AbortSignal;
  redactor: Redactor;
  listen: (event: ExecutionEvent) => void;
}

export function beginExecution({ uuid, action, clock, signal, redactor, listen }: ExecutionInput): Execution {
  const begun = clock.monotonic();
  const durations: Record<string, number> = {};
  const elapsed = () => rounded((clock.monotonic() - begun) / 1000);
  const say = (said: Said) => listen({ execution_uuid: uuid, at: elapsed(), ...redactor.deep(said) });
  return {
    uuid,
    action,
    signal,
    redactor,
    say,
    elapsed,
    stages: () => durations,
    stageNow: () => Object.keys(durations).at(-1) ?? 'resolve',
    async stage(name, work) {
      const since = clock.monotonic();
      durations[name] ??= 0;
      say({ event: 'stage', stage: name, state: 'begin' });
      try {
        return await work();
      } finally {
        durations[name] = rounded((durations[name] ?? 0) + (clock.monotonic() - since) / 1000);
        say({ event: 'stage', stage: name, state: 'end' });
      }
    },
  };
}

/** Milliseconds are as fine as anybody needs. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
