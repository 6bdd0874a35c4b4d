import { InvalidArgumentError } from '@commander-js/extra-typings';

/** `10` or `10%`: a share of the requests, so that both sides get some. */
export function parsePercent(text: string): number {
  const percent = /^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1];
  if (percent === undefined || Number(percent) <= 0 || Number(percent) >= 100) {
    throw new InvalidArgumentError('It is a share of the requests, above 0 and below 100: 10 or 10%.');
  }
  return Number(percent);
}
