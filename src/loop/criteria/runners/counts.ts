/** What a run of tests says of itself. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads the summary of one kind of runner out of all that was printed, without colours; undefined where it is none of its kind. */
export type Recogniser = (text: string) => Counts | undefined;

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(all: readonly Counts[]): Counts | undefined {
  if (all.length === 0) return undefined;
  return all.reduce((so, one) => ({
    passed: so.passed + one.passed,
    failed: so.failed + one.failed,
    skipped: so.skipped + one.skipped,
  }));
}

/** Of runs that each end with a summary: what a program under test prints before may look like one, and a last one of nothing counts for all. */
export function closing(all: readonly Counts[]): Counts | undefined {
  const last = all.at(-1);
  return last && last.passed + last.failed === 0 ? last : sum(all);
}

const words: Record<string, keyof Counts> = {
  ...{ passed: 'passed', pass: 'passed', passing: 'passed', successes: 'passed', flaky: 'passed', xfailed: 'passed', xpassed: 'passed' },
  ...{ failed: 'failed', fail: 'failed', failing: 'failed', failures: 'failed', failure: 'failed', errors: 'failed', error: 'failed' },
  ...{
    skipped: 'skipped',
    skip: 'skipped',
    skips: 'skipped',
    pending: 'skipped',
    pendings: 'skipped',
    todo: 'skipped',
    ignored: 'skipped',
  },
  ...{ omissions: 'skipped', incomplete: 'skipped', cancelled: 'failed', crashed: 'failed', warnings: 'passed' },
};

/** `3 passed, 1 skipped`, in any order; other words count nothing. */
export function inWords(text: string): Counts {
  const counts = { ...none };
  for (const [, amount, word = ''] of text.matchAll(/(\d+) ([a-z]+)/gi)) {
    const kind = words[word.toLowerCase()];
    if (kind && word !== 'warnings') counts[kind] += Number(amount);
  }
  return counts;
}

/** `Passed: 3, Skipped: 1`. */
export function inKeys(text: string): Counts {
  const counts = { ...none };
  for (const [, word = '', amount] of text.matchAll(/([a-z]+)\s*[:=]\s*(\d+)/gi)) {
    const kind = words[word.toLowerCase()];
    if (kind) counts[kind] += Number(amount);
  }
  return counts;
}

/** Where only the whole, what failed and what was skipped are told. */
export function ofAll(total: number, { failed, skipped }: Pick<Counts, 'failed' | 'skipped'>): Counts {
  return { passed: Math.max(0, total - failed - skipped), failed, skipped };
}

/** Each line that matches, as its groups. */
export function lines(text: string, pattern: RegExp): string[][] {
  return [...text.matchAll(pattern)].map((match) => [...match].map((group) => group ?? ''));
}
