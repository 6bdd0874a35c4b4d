import type { AgentOutcome } from '../backend.ts';
import { type Here, troubleInText } from '../reading/trouble-in-text.ts';
import { type Reply, saysFailed } from './reply.ts';

/** GNU timeout's, and of those who wrap agents. */
const timedOut = 124;

/** How a try ended, by what the server says of it. `done` is never more than its claim. */
export function outcomeOf(reply: Reply, here: Here): AgentOutcome {
  if (!saysFailed(reply)) return { kind: 'done' };
  const said = reply.error ?? reply.text;
  const reason = (said.trim().split('\n').at(-1) ?? '').slice(0, 300) || `the server says ${reply.status ?? `exit code ${reply.exitCode}`}`;
  if (reply.exitCode === timedOut || reply.status === 'timeout')
    return { kind: 'stalled', reason: `the server ended it after its own time: ${reason}` };
  const trouble = troubleInText(said, here);
  // Of Python's requests, which the wrappers are written with.
  const isUnresolved = /failed to resolve|max retries exceeded/i.test(said);
  if (trouble?.kind === 'limit') return { kind: 'wait-until', until: trouble.until ?? here.now + unknownLimitMs, reason: trouble.reason };
  if (trouble?.kind === 'credit' || trouble?.kind === 'login' || trouble?.kind === 'setting')
    return { kind: 'needs-a-person', reason: trouble.reason, mend: trouble.mend ?? 'Mend it where the server runs.' };
  if (trouble?.kind === 'infrastructure') return trouble;
  if (isUnresolved) return { kind: 'infrastructure', reason };
  return { kind: 'crashed', reason, exitCode: reply.exitCode || 1 };
}

const unknownLimitMs = 30 * 60_000;
