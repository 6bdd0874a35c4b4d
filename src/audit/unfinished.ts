import type { AuditPoint } from '../contract/verify.ts';
import type { Standing } from '../ledger/journal.ts';
import { fails } from './told.ts';

/** An execution that is not over has no record yet. */
export function unfinishedPoint({ action, composeName, state, committed, beganAt, owner: { pid } }: Standing): AuditPoint {
  const what = `no record yet: ${action} of ${composeName}`;
  const began = `since ${new Date(beganAt).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  if (state === 'parked') return unfinished(`${what} waits as a canary ${began}`);
  if (state === 'at-work') return unfinished(`${what} is at work, in process ${pid} ${began}`);
  const becomes = committed
    ? 'what it brought up was verified, and the next portside command on it finishes and records it'
    : 'the next portside command on it takes back what it left, and records that';
  return unfinished(`${what} was killed or cut off (process ${pid}, ${began}); ${becomes}`);
}

function unfinished(detail: string): AuditPoint {
  return fails('record', 'unfinished', detail);
}
