import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Ward } from './corpus/bed.ts';
import { type BrokenCase, type GoodCase, readCorpus } from './corpus/case.ts';
import { inTurn } from './corpus/in-turn.ts';
import { type BrokenRun, type GoodRun, runBroken, runGood } from './corpus/run-case.ts';
import { rounded } from './support/figures.ts';
import { untilInterrupted } from './support/interrupted.ts';

const options = {
  only: { type: 'string', multiple: true, default: [] as string[] },
  corpus: { type: 'string' },
  repairs: { type: 'boolean', default: false },
  jobs: { type: 'string', default: '3' },
} as const;

/** Every project of the corpus, deployed for real: how often the right cause is named, and how often a good one is called broken. */
export async function diagnose(args: string[]) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { broken, good } = await readCorpus(values.corpus, [...values.only, ...positionals]);
  const home = await mkdtemp(join(tmpdir(), 'portside-bench-'));
  try {
    const said = progress(broken.length + good.length);
    const runs = await untilInterrupted(async (signal) => {
      const ward = { home, signal, timeout: '40s' };
      const jobs = [...broken.map((one) => () => brokenRun(one, ward, values.repairs)), ...good.map((one) => () => goodRun(one, ward))];
      return inTurn(jobs, Number(values.jobs), async (job) => {
        signal.throwIfAborted();
        return said(job);
      });
    });
    return figures(runs.slice(0, broken.length) as BrokenRun[], runs.slice(broken.length) as GoodRun[], values.repairs);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** A case that cannot be run to its end, or hangs, is a wrong one. */
async function brokenRun(one: BrokenCase, ward: Ward, repairs: boolean): Promise<BrokenRun> {
  const { name, said } = one;
  return runBroken(one, ward, { repairs }).catch((error: unknown) => ({
    ...{ name, expected: said.cause, told: { summary: String(error), quoted: '' }, left: [] },
    ...{ rightCause: false, rightService: false, evidenceQuoted: false },
    ...(repairs && said.repairable && { repaired: false }),
  }));
}

async function goodRun(one: GoodCase, ward: Ward): Promise<GoodRun> {
  return runGood(one, ward).catch((error: unknown) => ({ name: one.name, verified: false, alarms: [], summary: String(error), left: [] }));
}

function figures(broken: BrokenRun[], good: GoodRun[], repairs: boolean) {
  const repairable = broken.filter(({ repaired }) => repaired !== undefined);
  return {
    right_cause: fraction(broken, ({ rightCause }) => rightCause),
    stacks: broken.length,
    false_alarms: good.reduce((sum, { alarms }) => sum + alarms.length, 0),
    good_stacks: good.length,
    good_verified: good.filter(({ verified }) => verified).length,
    right_service: fraction(broken, ({ rightCause, rightService }) => rightCause && rightService),
    evidence_quoted: fraction(broken, ({ rightCause, evidenceQuoted }) => rightCause && evidenceQuoted),
    ...(repairs && { repairable: repairable.length, repaired: fraction(repairable, ({ repaired }) => repaired === true) }),
    left: [...broken, ...good].reduce((sum, { left }) => sum + left.length, 0),
    wrong: [...broken.filter(isWrong).map(brokenRow), ...good.filter(isBad).map(goodRow)],
  };
}

function fraction<Item>(items: Item[], fits: (item: Item) => boolean): number {
  return items.length === 0 ? 0 : rounded(items.filter(fits).length / items.length);
}

function isWrong({ rightCause, rightService, evidenceQuoted, repaired, left }: BrokenRun): boolean {
  return !rightCause || !rightService || !evidenceQuoted || repaired === false || left.length > 0;
}

function isBad({ verified, alarms, left }: GoodRun): boolean {
  return !verified || alarms.length > 0 || left.length > 0;
}

function brokenRow(one: BrokenRun) {
  const faults = {
    cause: !one.rightCause,
    service: one.rightCause && !one.rightService,
    evidence: one.rightCause && !one.evidenceQuoted,
    repair: one.repaired === false,
    left: one.left.length > 0,
  };
  return { case: one.name, wrong: trueOf(faults), expected: one.expected, got: toldIn(one), summary: one.told.summary };
}

function toldIn({ told: { cause = 'nothing', service } }: BrokenRun): string {
  return service === undefined ? cause : `${cause} of ${service}`;
}

function goodRow({ name, verified, alarms, left, summary }: GoodRun) {
  const got = alarms.length > 0 ? alarms.join('; ') : verified ? 'verified' : 'failed';
  return {
    case: name,
    wrong: trueOf({ alarm: alarms.length > 0, unverified: !verified, left: left.length > 0 }),
    ...{ expected: 'verified', got, summary },
  };
}

function trueOf(faults: Record<string, boolean>): string {
  return Object.keys(faults)
    .filter((fault) => faults[fault])
    .join(', ');
}

/** Says on stderr how far it is, and how long it still takes at this pace. */
function progress(total: number) {
  const begun = performance.now();
  let done = 0;
  return async (job: () => Promise<BrokenRun | GoodRun>): Promise<BrokenRun | GoodRun> => {
    const since = performance.now();
    const run = await job();
    done++;
    const leftS = ((performance.now() - begun) / done / 1000) * (total - done);
    const wrong = 'told' in run ? isWrong(run) && `${brokenRow(run).wrong}: got ${toldIn(run)}` : isBad(run) && goodRow(run).wrong;
    const took = ((performance.now() - since) / 1000).toFixed(1);
    process.stderr.write(`${done}/${total} ${run.name}: ${wrong || 'right'} after ${took} s (${Math.ceil(leftS)} s left)\n`);
    return run;
  };
}
