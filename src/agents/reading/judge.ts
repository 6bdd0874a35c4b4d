import type { AgentOutcome, AgentReport } from '../backend.ts';
import type { SupervisedEnd } from '../running/supervise.ts';
import type { Told, Trouble } from './told.ts';

/** What is known of an agent besides its words. */
export interface Manners {
  agent: string;
  /** Whether its stream has an end of its own: without one it was cut off, whatever its exit code. */
  saysItsEnd: boolean;
  mend: { login: string; credit: string; setting: string };
  now: number;
  quietMs: number;
  timeoutMs: number;
}

/** Where a limit names no time. */
const unknownLimitMs = 30 * 60_000;

/** How a try ended, by its stream, its words, its exit code and who ended it; what it did is not looked at here. */
export function judge(told: Told, { exitCode, ending }: SupervisedEnd, manners: Manners): AgentOutcome {
  const { agent, saysItsEnd } = manners;
  if (!told.over && (ending === 'quiet' || ending === 'timeout'))
    return told.trouble && told.trouble.kind !== 'crashed' ? outcomeOf(told.trouble, exitCode, manners) : stalled(told, ending, manners);
  if (told.over) return told.trouble ? outcomeOf(told.trouble, exitCode, manners) : { kind: 'done' };
  if (!saysItsEnd && exitCode === 0 && !told.failed && !(told.trouble && isCertain(told.trouble))) return { kind: 'done' };
  if (told.trouble) return outcomeOf(told.trouble, exitCode, manners);
  if (told.waitsFor !== undefined) return { kind: 'infrastructure', reason: told.waitsFor };
  return { kind: 'crashed', reason: reasonOfCrash(agent, exitCode, told.said), exitCode };
}

/** Words that no program's ordinary output ends with, so that they count even where it says that all is well. Those of a login may be of its work. */
function isCertain({ kind }: Trouble): boolean {
  return kind === 'limit';
}

/** What may have ended a try that ended as if all were well: some exit with 0 whatever their provider did, and only their words tell. */
export function doubtOf(outcome: AgentOutcome, { trouble }: Told, manners: Manners): Pick<AgentReport, 'doubt'> {
  if (outcome.kind !== 'done' || manners.saysItsEnd || !trouble) return {};
  const doubt = outcomeOf(trouble, 0, manners);
  const counts = doubt.kind === 'infrastructure' || (doubt.kind === 'needs-a-person' && trouble.kind !== 'setting');
  return counts ? { doubt } : {};
}

function stalled(told: Told, ending: 'quiet' | 'timeout', { agent, quietMs, timeoutMs }: Manners): AgentOutcome {
  if (told.waitsFor !== undefined) return { kind: 'infrastructure', reason: `${agent} kept waiting: ${told.waitsFor}` };
  const reason =
    ending === 'quiet' ? `${agent} showed no sign of life for ${seconds(quietMs)}` : `${agent} was not ready after ${seconds(timeoutMs)}`;
  return { kind: 'stalled', reason };
}

function outcomeOf(trouble: Trouble, exitCode: number, { mend, now }: Manners): AgentOutcome {
  const { kind, reason } = trouble;
  switch (kind) {
    case 'limit':
      return { kind: 'wait-until', until: Math.max(now, trouble.until ?? now + unknownLimitMs), reason };
    case 'credit':
    case 'login':
    case 'setting':
      return { kind: 'needs-a-person', reason, mend: trouble.mend ?? mend[kind] };
    case 'infrastructure':
      return { kind, reason, ...(trouble.retryAfterMs !== undefined && { retryAfterMs: trouble.retryAfterMs }) };
    case 'refused':
      return { kind, reason };
    case 'crashed':
      return { kind, reason, exitCode };
  }
}

function reasonOfCrash(agent: string, exitCode: number, said: string): string {
  const last = said.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';
  const how = exitCode > 128 && exitCode < 160 ? `was ended by signal ${exitCode - 128}` : `ended with exit code ${exitCode}`;
  return `${agent} ${how}${last === '' ? '' : `: ${last}`}`;
}

function seconds(ms: number): string {
  return ms % 60_000 === 0 && ms > 0 ? `${ms / 60_000} min` : `${Math.round(ms / 100) / 10} s`;
}
