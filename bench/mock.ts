import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstByteMs } from './mock/first-byte.ts';
import { requestsPerSecond, slice } from './mock/requests-per-second.ts';
import { startAimock, startOurs } from './mock/servers.ts';
import { median, rounded } from './support/figures.ts';

const rounds = 40;
const looks = 8;

export interface MockFigures {
  /** Streamed answers of the Messages API a second, read to their end, on eight connections. */
  rps: number;
  aimock_rps: number;
  /** The median of the rounds' ratios: each round measures both, one after the other. */
  ratio_rps: number;
  /** From sending a request to the first byte of its stream, one request at a time. */
  first_byte_ms: number;
  aimock_first_byte_ms: number;
}

/** mock-claude beside @copilotkit/aimock: the same answer to the same request, in turns. */
export async function mock(): Promise<MockFigures> {
  const place = await mkdtemp(join(tmpdir(), 'portside-mock-'));
  try {
    await using ours = await startOurs(place);
    await using aimock = await startAimock(place);
    // Neither is measured while it compiles.
    for (const { url } of [ours, aimock]) await requestsPerSecond(url, 5 * slice);
    const rates: { ours: number; aimock: number }[] = [];
    const first: { ours: number[]; aimock: number[] } = { ours: [], aimock: [] };
    for (let round = 0; round < rounds; round++) {
      const [mine, theirs] = [ours.url, aimock.url];
      // Each goes first as often as the other.
      const rate = round % 2 === 0 ? { ours: await requestsPerSecond(mine), aimock: await requestsPerSecond(theirs) } : undefined;
      rates.push(rate ?? { aimock: await requestsPerSecond(theirs), ours: await requestsPerSecond(mine) });
      for (let look = 0; look < looks; look++) {
        first.ours.push(await firstByteMs(ours.url));
        first.aimock.push(await firstByteMs(aimock.url));
      }
    }
    return {
      rps: rounded(median(rates.map((rate) => rate.ours)), 0),
      aimock_rps: rounded(median(rates.map((rate) => rate.aimock)), 0),
      ratio_rps: rounded(median(rates.map((rate) => rate.ours / rate.aimock)), 2),
      first_byte_ms: rounded(median(first.ours), 2),
      aimock_first_byte_ms: rounded(median(first.aimock), 2),
    };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
