import type { HistoryResult } from '../../contract/history.ts';
import type { ExecutionRecord } from '../../contract/record.ts';

/** How an execution ended, by its record. What ended before anything was touched was stopped; a graduation touches nothing before it succeeds. */
export function resultOf({
  action,
  metrics,
  error,
  failure,
}: Pick<ExecutionRecord, 'action' | 'metrics' | 'error' | 'failure'>): HistoryResult {
  if (metrics.success) return action === 'up' || action === 'rollback' ? 'verified' : action === 'down' ? 'down' : 'done';
  if (error === 'interrupted') return 'interrupted';
  const early = failure !== undefined && (action === 'graduate' || untouched.includes(failure.stage));
  return early && !metrics.changed ? 'stopped' : 'failed';
}

const untouched = ['resolve', 'check', 'build', 'plan'];
