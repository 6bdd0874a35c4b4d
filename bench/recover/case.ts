import { type Cut, type Lane, type Moment } from './lane.ts';
import { type Container, answerOf, containersOf, isCommitted, orphansIn, successesIn } from './look.ts';
import { type Next, type Scenario, down, up } from './scenarios.ts';
import { type Version, servicesOf } from './stack.ts';

/** One kill, what was typed next, and what was seen then. Empty lists are what should be. */
export interface Outcome {
  scenario: string;
  moment: string;
  next: Next;
  killed: boolean;
  /** Whether everything was verified before the kill. */
  committed: boolean;
  /** Why the next command is not called a success. */
  problems: string[];
  orphans: string[];
  /** Old containers that were gone before anything was final. */
  lost: string[];
}

/** Kills the scenario's command at the moment, goes on as a user would, and looks at it all from outside. */
export async function runCase(lane: Lane, scenario: Scenario, moment: Moment, next: Next): Promise<Outcome> {
  const before = await scenario.prepare(lane);
  const old = { containers: before ?? (await containersOf(lane)), version: lane.runs };
  const successes = await successesIn(lane);
  const cut = await lane.cut(scenario.argv, moment);
  const committed = await isCommitted(lane, successes);
  const lost = committed ? [] : lostOf(old.containers, await containersOf(lane));
  const told = { scenario: scenario.name, moment: described(moment, cut), next, killed: cut.killed, committed };
  if (!cut.killed) return { ...told, problems: [], orphans: [], lost };
  // Nobody rolls back what was rolled back: the files say then what runs.
  const again = scenario.argv[0] === 'rollback' && committed ? up : scenario.argv;
  if (again !== scenario.argv && next === 'again') await lane.write(lane.previous ?? lane.version);
  const went = await goOn(lane, again, next, old.version);
  // Killed before it said anything: of what never began, `down` knows nothing.
  if (cut.trace.length === 0 && old.version === undefined && went.problem?.includes('there is no instance')) delete went.problem;
  const problems = went.problem ? [went.problem] : await seen(lane, went);
  const orphans = await orphansIn(lane, went.expected !== undefined);
  if (!committed && next === 'old') lost.push(...lostOf(old.containers, await containersOf(lane)));
  return { ...told, problems, orphans, lost };
}

function described(moment: Moment, { trace, ms }: Cut): string {
  return typeof moment === 'object' && 'ms' in moment
    ? `${Math.round(ms)} ms, ${trace.at(-1) ?? 'before anything'}`
    : (trace.at(-1) ?? 'never');
}

function lostOf(before: Container[], now: Container[]): string[] {
  return before.filter(({ id }) => !now.some((one) => one.id === id)).map(({ service, id }) => `${service} ${id.slice(0, 12)}`);
}

/** What was typed, and what has to run then: nothing after `down`. */
interface Went {
  argv: readonly string[];
  expected: Version | undefined;
  problem?: string;
}

async function goOn(lane: Lane, again: readonly string[], next: Next, old: Version | undefined): Promise<Went> {
  if (next === 'old' && old) await lane.write(old);
  if (next === 'doctor') await lane.run(['doctor', '--fix', '--yes', '--quiet']);
  const argv = next === 'down' ? down : next === 'again' ? again : up;
  const { exit, stderr } = await lane.run(argv);
  const expected = argv[0] === 'down' ? undefined : argv[0] === 'rollback' ? lane.previous : lane.version;
  const lastWords = stderr.trim().split('\n').slice(-25).join(' | ');
  return { argv, expected, ...(exit === 0 ? {} : { problem: `${argv[0]} ended with exit ${exit}: ${lastWords}` }) };
}

async function seen(lane: Lane, { argv, expected }: Went): Promise<string[]> {
  lane.nowRuns(expected, argv[0] === 'rollback');
  if (expected === undefined) return [];
  const containers = await containersOf(lane);
  const idle = servicesOf(lane.strategy).filter((service) => !containers.some((one) => one.service === service && one.state === 'running'));
  const answer = await answerOf(lane);
  return [
    ...(answer === expected ? [] : [`${expected} should run, and it says ${answer}`]),
    ...idle.map((service) => `${service} does not run`),
  ];
}
