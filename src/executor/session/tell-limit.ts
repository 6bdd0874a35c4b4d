import type { LimitNotice } from '../output/limit-notices.ts';
import type { Outbox } from './outbox.ts';

/** Tells a client which limit its command's agent has run into. */
export function tellLimit(notice: LimitNotice, outbox: Outbox, about: { session_id: string; execution_uuid: string }): void {
  const { session_id, execution_uuid } = about;
  const said = { session_id, message: notice.message, error_text: notice.text };
  if (notice.kind === 'rate')
    outbox.notify('error.rate_limit_exceeded', { ...said, retry_after: notice.retryAfterSeconds, execution_uuid });
  else outbox.notify('error.token_limit_exceeded', { ...said, ...(notice.limit ? { limit: notice.limit } : {}), execution_uuid });
}
