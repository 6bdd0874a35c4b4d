import type { ImproveEvent, SayImprove } from '../contract/improve-events.ts';
import type { Execution } from '../deploy/execution.ts';

/** Stamps a run's UUID and time on what it says, and takes out every secret. */
export function improveSayer({ uuid, elapsed, redactor }: Execution, listen: (event: ImproveEvent) => void): SayImprove {
  return (said) => listen({ execution_uuid: uuid, at: elapsed(), ...redactor.deep(said) });
}
