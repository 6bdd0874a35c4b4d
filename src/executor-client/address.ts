import { executorPath } from '../contract/executor.ts';

/** Where an executor is, and what opens it. The token is in no URL here: those end up in messages. */
export interface Address {
  url: string;
  token: string | undefined;
  /** The same text without the token. */
  hide(text: string): string;
}

/** `ws://host:port` is enough; a token in the URL's `?token=` counts where no other is given. Throws TypeError. */
export function readAddress(given: string | URL, givenToken: string | undefined): Address {
  const url = URL.parse(String(given));
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new TypeError(`the URL of an executor looks like ws://localhost:8003${executorPath}`);
  }
  const token = givenToken ?? url.searchParams.get('token') ?? undefined;
  url.searchParams.delete('token');
  url.username = url.password = url.hash = '';
  if (url.pathname === '/') url.pathname = executorPath;
  return { url: url.href, token, hide: (text) => (token ? text.replaceAll(token, '***') : text) };
}
