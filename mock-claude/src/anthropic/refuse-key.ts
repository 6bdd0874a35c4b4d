import type { IncomingHttpHeaders } from 'node:http';
import type { Problem } from '../conversation/problem.ts';

/** A key comes as `x-api-key`, or as a token of somebody who logged in. */
export function refuseKey(headers: IncomingHttpHeaders, keys: string[] | undefined): Problem | undefined {
  const bearer = /^Bearer +(\S+)/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'] ?? bearer;
  if (!key) return { kind: 'authentication', message: 'x-api-key header is required' };
  if (keys && !keys.includes(String(key)))
    return { kind: 'authentication', message: headers['x-api-key'] ? 'invalid x-api-key' : 'Invalid bearer token' };
  if (!headers['anthropic-version']) return { kind: 'invalid_request', message: 'anthropic-version: header is required' };
  return undefined;
}
