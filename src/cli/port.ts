import { InvalidArgumentError } from '@commander-js/extra-typings';

/** 0 stands for a free one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number up to 65535');
}
