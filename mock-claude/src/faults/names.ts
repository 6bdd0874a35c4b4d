/** Answered with an error body of the API that was asked. */
export const refusals = [
  'invalid_request',
  'credits',
  'authentication',
  'not_logged_in',
  'permission',
  'not_found',
  'too_large',
  'rate_limit',
  'usage_limit',
  'server',
  'unavailable',
  'timeout',
  'overloaded',
] as const;

/** What happens to the connection, or to a stream that has begun. */
export const breaks = ['reset', 'drop', 'stall', 'stream_error'] as const;

/** Not the API's own: a proxy's page, or whatever a scenario says. */
export const pages = ['html_429', 'html_502', 'custom'] as const;

export const faultNames = [...refusals, ...breaks, ...pages] as const;

export type FaultName = (typeof faultNames)[number];
export type Break = (typeof breaks)[number];
