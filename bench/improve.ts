import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrokenCase, readCorpus } from './corpus/case.ts';
import { improveCase, type ImproveRun } from './corpus/improve-case.ts';
import { inTurn } from './corpus/in-turn.ts';
import { median, rounded } from './support/figures.ts';
import { untilInterrupted } from './support/interrupted.ts';

const options = {
  only: { type: 'string', multiple: true, default: [] as string[] },
  corpus: { type: 'string' },
  jobs: { type: 'string', default: '2' },
  repairable: { type: 'boolean', default: false },
} as const;

/** `portside improve --agent rules` on every broken project of the corpus, each in a repository of its own: how many end verified, with no model at all. */
export async function improve(args: string[]) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { broken } = await readCorpus(values.corpus, [...values.only, ...positionals]);
  const cases = values.repairable ? broken.filter(({ said }) => said.repairable) : broken;
  const parent = await mkdtemp(join(tmpdir(), 'portside-bench-'));
  let done = 0;
  try {
    return figures(
      await untilInterrupted((signal) =>
        inTurn(cases, Number(values.jobs), async (one) => {
          signal.throwIfAborted();
          const run = await runOf(one, join(parent, one.name), signal);
          process.stderr.write(`${++done}/${cases.length} ${run.name}: ${run.verified ? 'verified' : run.detail} after ${run.seconds} s\n`);
          return run;
        }),
      ),
    );
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** A case that cannot be run to its end is not fixed. */
async function runOf(one: BrokenCase, home: string, signal: AbortSignal): Promise<ImproveRun> {
  return improveCase(one, home, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    return { name: one.name, repairable: one.said.repairable, verified: false, seconds: 0, iterations: 0, left: [], detail: String(error) };
  });
}

function figures(runs: ImproveRun[]) {
  const repairable = runs.filter((run) => run.repairable);
  const verified = runs.filter((run) => run.verified);
  const seconds = verified.map((run) => run.seconds).toSorted((a, b) => a - b);
  return {
    fixed_by_rules: fraction(repairable),
    repairable: repairable.length,
    verified: fraction(runs),
    stacks: runs.length,
    seconds_p50: rounded(seconds.length === 0 ? 0 : median(seconds)),
    seconds_p95: seconds[Math.ceil(seconds.length * 0.95) - 1] ?? 0,
    left: runs.reduce((sum, { left }) => sum + left.length, 0),
    not_fixed: repairable
      .filter((run) => !run.verified)
      .map(({ name, iterations, detail, seconds: took }) => ({ case: name, iterations, seconds: took, detail })),
  };
}

function fraction(runs: ImproveRun[]): number {
  return runs.length === 0 ? 0 : rounded(runs.filter(({ verified }) => verified).length / runs.length);
}
