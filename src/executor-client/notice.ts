import type { Told } from './message.ts';

const noticeNames = ['hook.warning', 'process.error', 'error.token_limit_exceeded', 'error.rate_limit_exceeded'] as const;

/** What the executor tells of a command besides its output: `method` says which, `params` what, as on the wire. */
export type Notice = Extract<Told, { method: (typeof noticeNames)[number] }>;

/** Undefined where it is none, or one of a later version. */
export function noticeOf(told: Told): Notice | undefined {
  return isNotice(told) ? told : undefined;
}

function isNotice(told: Told): told is Notice {
  return noticeNames.some((name) => name === told.method);
}
