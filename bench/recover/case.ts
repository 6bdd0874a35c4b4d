import { type Cut, type Lane, type Moment } from './lane.ts';
import { type Container, answerOf, containersOf, isCommitted, orphansIn, successesIn } from './look.ts';
import { type Next, type Scenario, down, up } from './scenarios.ts';
import { services, type Version } from './stack.ts';

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
  const version = await goOn(lane, scenario, next, old.version);
  const problems = version.problem ? [version.problem] : await seen(lane, version.expected);
  const orphans = await orphansIn(lane, version.expected.length > 0);
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

/** What may run then; nothing after `down`. */
async function goOn(
  lane: Lane,
  scenario: Scenario,
  next: Next,
  old: Version | undefined,
): Promise<{ expected: Version[]; problem?: string }> {
  if (next === 'old' && old) await lane.write(old);
  if (next === 'doctor') await lane.run(['doctor', '--fix', '--yes', '--quiet']);
  const argv = next === 'down' ? down : next === 'again' ? scenario.argv : up;
  const { exit, stderr } = await lane.run(argv);
  const wished: Version[] = argv[0] === 'rollback' ? ['v1', 'v2'] : [lane.version];
  const expected = next === 'down' ? [] : wished;
  return exit === 0
    ? { expected }
    : { expected, problem: `${argv[0]} ended with exit ${exit}: ${stderr.trim().split('\n').slice(-6).join(' | ')}` };
}

async function seen(lane: Lane, expected: Version[]): Promise<string[]> {
  if (expected.length === 0) {
    lane.isDown();
    return [];
  }
  const containers = await containersOf(lane);
  const idle = services.filter((service) => !containers.some((one) => one.service === service && one.state === 'running'));
  const answer = await answerOf(lane);
  const wrong = expected.some((version) => version === answer) ? [] : [`${expected.join(' or ')} should run, and it says ${answer}`];
  if (wrong.length === 0) settle(lane, answer as Version);
  return [...wrong, ...idle.map((service) => `${service} does not run`)];
}

function settle(lane: Lane, version: Version): void {
  if (lane.runs !== version) lane.revisions++;
  lane.runs = version;
}
