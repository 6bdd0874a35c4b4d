import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may come in. */
export interface Guard {
  /** The token as `Authorization: Bearer …` or `?token=…` (a browser's WebSocket can send no header). */
  hasToken(headers: IncomingHttpHeaders, query: URLSearchParams): boolean;
  /** A page in a browser says where it is from; programs say nothing. */
  mayComeFrom(headers: IncomingHttpHeaders): boolean;
}

export function createGuard({ token, allowedOrigins }: { token: string | undefined; allowedOrigins: readonly string[] }): Guard {
  const expected = token === undefined ? undefined : digest(token);
  return {
    hasToken(headers, query) {
      if (!expected) return true;
      const given = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('token');
      return given !== null && timingSafeEqual(digest(given), expected);
    },
    mayComeFrom({ origin, host }) {
      if (allowedOrigins.includes('*')) return true;
      // A page says nothing where it reads what it takes for its own site; without a token the host is all there is to tell by.
      if (origin === undefined) return expected !== undefined || isOurs(host, allowedOrigins);
      if (allowedOrigins.includes(origin)) return true;
      return URL.canParse(origin) && new URL(origin).host === host && cannotBeRebound(new URL(origin).hostname);
    },
  };
}

/** Equal length for the comparison, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The name that was asked for; programs of old times name none, pages always do. */
function isOurs(host: string | undefined, allowedOrigins: readonly string[]): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return host === undefined;
  const { hostname } = new URL(`http://${host}`);
  const isNamed = allowedOrigins.some((origin) => URL.canParse(origin) && new URL(origin).host === host);
  // A name without a dot, such as a service's, is nobody's to point elsewhere.
  return isNamed || !hostname.includes('.') || cannotBeRebound(hostname);
}

/** Any other name may point here for a moment, chosen by whoever owns it (DNS rebinding). */
function cannotBeRebound(hostname: string): boolean {
  return hostname === 'localhost' || hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
