import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillLedger } from './ledger/fill.ts';
import { readFigures } from './ledger/reading.ts';
import { appendTogether, killRandomly } from './ledger/writers.ts';
import { rounded } from './support/figures.ts';
import { untilInterrupted } from './support/interrupted.ts';

const sizes = { small: 10_000, large: 100_000 };
const writers = 8;

/** What a long ledger costs: to append to by many processes at once, to list, and to verify whole; and whether writers that are killed lose or double anything. */
export function ledger() {
  return untilInterrupted(async (signal) => {
    const place = await mkdtemp(join(tmpdir(), 'portside-bench-ledger-'));
    try {
      const small = await measure(join(place, 'small'), sizes.small, signal);
      const large = await measure(join(place, 'large'), sizes.large, signal);
      const killed = await killRandomly(join(place, 'killed'), { writers, rounds: 12, signal });
      return {
        records: sizes.large,
        ...large,
        ...Object.fromEntries(Object.entries(small).map(([key, value]) => [`${key}_at_${sizes.small}`, value])),
        verify_growth: rounded(large.verify_ms / small.verify_ms, 2),
        ...killed,
      };
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  });
}

async function measure(home: string, records: number, signal: AbortSignal) {
  await fillLedger(home, records);
  signal.throwIfAborted();
  const appended = await appendTogether(home, { writers, each: 100 });
  signal.throwIfAborted();
  return { ...appended, ...(await readFigures(home)) };
}
