import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, runCase } from './recover/case.ts';
import { Lane, type Moment } from './recover/lane.ts';
import { type Scenario, failing, first, recreate, rolling, rollingBack, twice } from './recover/scenarios.ts';
import { rounded } from './support/figures.ts';
import { untilInterrupted } from './support/interrupted.ts';

const lanes = 3;
const randomMoments = 50;

interface Case {
  scenario: Scenario;
  moment: Moment;
  turn: number;
}

/** Kills Portside, and only Portside, at every write to its journal and at random moments; then goes on as a user would. `--only NAME`: of one scenario. */
export function recover(args: string[]) {
  const wanted = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  return untilInterrupted((signal) => killAtEachMoment(wanted, signal));
}

async function killAtEachMoment(wanted: string | undefined, signal: AbortSignal) {
  const since = performance.now();
  const place = await mkdtemp(join(tmpdir(), 'portside-recover-'));
  const all = Array.from({ length: lanes }, (_, number) => new Lane(place, number));
  try {
    const { cases, moments } = await casesOf(all, wanted);
    const outcomes = await inLanes(all, cases, signal);
    const killed = outcomes.filter((outcome) => outcome.killed);
    return {
      killed: killed.length,
      recovered: killed.filter(({ problems }) => problems.length === 0).length,
      orphans: killed.reduce((sum, { orphans }) => sum + orphans.length, 0),
      old_lost: killed.filter(({ lost }) => lost.length > 0).length,
      committed: killed.filter(({ committed }) => committed).length,
      moments,
      random: cases.filter(({ moment }) => typeof moment === 'object' && 'ms' in moment).length,
      seconds: rounded((performance.now() - since) / 1000, 0),
    };
  } finally {
    await Promise.all(all.map((lane) => lane.reset()));
    await rm(place, { recursive: true, force: true });
  }
}

/** Each scenario once to its end, to know its moments; then one case for each of them, and random ones. */
async function casesOf(all: Lane[], wanted: string | undefined): Promise<{ cases: Case[]; moments: Record<string, number> }> {
  const [lane] = all as [Lane, ...Lane[]];
  const isWanted = ({ name }: Scenario) => wanted === undefined || wanted === name;
  const cases: Case[] = [];
  const moments: Record<string, number> = {};
  const lengths = new Map<Scenario, number>();
  const measure = async (scenario: Scenario) => {
    await scenario.prepare(lane);
    const { trace, ms } = await lane.cut(scenario.argv, 'never');
    moments[scenario.name] = trace.length;
    lengths.set(scenario, ms);
    cases.push(...trace.map((_, write) => ({ scenario, moment: { write }, turn: write })));
    await lane.reset();
    return trace;
  };
  for (const scenario of [first, failing, rolling, rollingBack].filter(isWanted)) await measure(scenario);
  const trace = await measure(recreate);
  const undone = trace.findIndex((what) => what.startsWith('before commit'));
  for (const scenario of [twice('undoing', { write: undone }), twice('finishing', { write: undone + 1 })].filter(isWanted))
    await measure(scenario);
  const among = [first, recreate, rolling, rollingBack].filter(isWanted);
  for (let turn = 0; turn < randomMoments && among.length > 0; turn++) {
    const scenario = among[turn % among.length] as Scenario;
    cases.push({ scenario, moment: { ms: Math.random() * (lengths.get(scenario) ?? 0) }, turn: Math.floor(turn / among.length) });
  }
  return { cases: cases.filter(({ scenario }) => isWanted(scenario)), moments };
}

async function inLanes(all: Lane[], cases: Case[], signal: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = cases.values();
  await Promise.all(
    all.map(async (lane) => {
      for (const { scenario, moment, turn } of waiting) {
        if (signal.aborted) return;
        const next = scenario.nexts[turn % scenario.nexts.length] ?? 'again';
        const outcome = await runCase(lane, scenario, moment, next);
        outcomes.push(outcome);
        if (isBad(outcome)) await lane.reset();
      }
    }),
  );
  return outcomes;
}

/** What went wrong is told as it comes. */
function isBad({ scenario, moment, next, killed, problems, orphans, lost }: Outcome): boolean {
  const all = [...problems, ...orphans.map((what) => `orphan: ${what}`), ...lost.map((what) => `lost: ${what}`)];
  for (const what of all) process.stderr.write(`${scenario}, ${moment}, then ${next}: ${what}\n`);
  return !killed || all.length > 0;
}
