/** What one look at a dependency saw. */
export type Sight = { ready: true; detail: string } | ({ ready: false } & Missing);

export interface Missing {
  reason: 'unresolved' | 'refused' | 'timeout' | 'unreachable' | 'reset' | 'tls' | 'unhealthy' | 'failed';
  /** In words, such as `connection refused by 172.18.0.2`. */
  detail: string;
  /** What to look at. */
  hint?: string;
}

/** What a failed connection means; `target` is who was to be reached. */
export function missing(error: unknown, { host, by }: { host: string; by?: string | undefined }): Sight {
  const { code, message } = told(error);
  const at = by === undefined || by === host ? '' : ` by ${by}`;
  const sight = (reason: Missing['reason'], detail: string, hint?: string): Sight => ({
    ready: false,
    ...{ reason, detail },
    ...(hint ? { hint } : {}),
  });
  if (unresolved.has(code)) {
    return sight(
      'unresolved',
      `the name ${host} does not resolve`,
      "is that the service's name, does it run, and is it on the same network as this container?",
    );
  }
  if (code === 'ETIMEOUT') return sight('unresolved', `no name server answers for ${host}`, 'does this container have a network?');
  if (code === 'ECONNREFUSED') return sight('refused', `connection refused${at}`, isSelf(host) ? selfHint : refusedHint);
  if (code.startsWith('HPE_')) return sight('unhealthy', 'it does not speak HTTP', 'is that the right port? Without HTTP: HOST:PORT');
  if (code === 'ECONNRESET' || code === 'EPIPE') return sight('reset', 'the connection was reset', resetHint);
  if (code === 'ETIMEDOUT')
    return sight('timeout', `no answer in time${at.replace('by', 'from')}`, 'does it run, is it overloaded, is a firewall between?');
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL')
    return sight('unreachable', `no way to it${at.replace('by', 'at')}`, 'are both on one network?');
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(code)) return tls(code, message);
  return sight('failed', message || code);

  function tls(what: string, words: string): Sight {
    if (what === 'EPROTO' && /wrong version number|packet length too long/.test(words))
      return sight('tls', 'it does not speak TLS', 'http:// instead of https://?');
    const [first = what] = words.split('\n');
    return sight(
      'tls',
      `TLS: ${first.trim()} (${what})`,
      'trust its authority by NODE_EXTRA_CA_CERTS=FILE, or ask it over http inside the network',
    );
  }
}

const unresolved = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL', 'ENODATA']);
const refusedHint = 'nothing listens on that port there: is it the port inside the container, and does it listen on all addresses?';
const selfHint = 'localhost is this container itself: name the service instead';
export const resetHint = 'accepted and dropped at once: most of the time a proxy with nothing behind it';

function isSelf(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Of several addresses the first one's error speaks. */
function told(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return told(error.errors[0]);
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : '', message: error.message };
}
