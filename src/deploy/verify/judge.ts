import type { ContainerDetails, Death } from '../model/container.ts';
import type { Expectation } from '../model/plan.ts';

/** What the containers of a service say at one moment. `waiting` names what is still awaited. */
export type Judgement = { is: 'waiting' | 'holds' | 'failed'; detail: string };

export interface Seen {
  containers: ContainerDetails[];
  deaths: (id: string) => Death[];
  /** When the present run of a container was first seen; undefined where it does not run. */
  upSince: (id: string) => number | undefined;
  /** Milliseconds, monotonic like `upSince`. */
  now: number;
  /** Whether all its ports listen, seen from the container's side. */
  listening: boolean;
}

/** Judges one service; pure, so every rule of "up" stands in one place. */
export function judge(expectation: Expectation, seen: Seen): Judgement {
  const { containers, listening } = seen;
  if (expectation.proof === 'healthy' && !expectation.healthcheck)
    return { is: 'failed', detail: 'it has no healthcheck, so it never counts as healthy' };
  if (containers.length < expectation.replicas)
    return { is: 'waiting', detail: `${containers.length} of ${expectation.replicas} containers` };
  const single = containers.map((container) => judgeContainer(expectation, container, seen));
  const failed = single.find((judgement) => judgement.is === 'failed');
  if (failed) return failed;
  const waiting = single.find((judgement) => judgement.is === 'waiting');
  if (waiting) return waiting;
  if (expectation.proof === 'listening' && !listening)
    return { is: 'waiting', detail: `nothing listens on ${ports(expectation)} in the container` };
  return single[0] ?? { is: 'holds', detail: 'no containers wanted' };
}

/** A container that crashes this often is not going to make it. */
const crashLimit = 5;

function judgeContainer(expectation: Expectation, container: ContainerDetails, seen: Seen): Judgement {
  const deaths = seen.deaths(container.id);
  const ended = container.state === 'exited' || container.state === 'dead';
  if (container.error && container.state !== 'running')
    return { is: 'failed', detail: `the engine could not start it: ${container.error}` };
  if (container.oomKilled && ended) return { is: 'failed', detail: 'killed: out of memory' };
  const crashes = Math.max(deaths.length, container.state === 'restarting' ? container.restartCount : 0);
  if (expectation.restarts !== 'never' && crashes >= crashLimit) {
    return { is: 'failed', detail: `crash loop: exited ${crashes} times, last with code ${lastCode(container, deaths)}` };
  }
  if (expectation.proof === 'completed' || (expectation.mayComplete && ended)) return judgeOneShot(expectation, container, ended);
  if (ended && !comesBack(expectation, container)) return { is: 'failed', detail: `exited with code ${container.exitCode}` };
  if (container.state !== 'running')
    return { is: 'waiting', detail: crashes > 0 ? `restarting after exit code ${lastCode(container, deaths)}` : container.state };
  return judgeRunning(expectation, container, seen);
}

function judgeOneShot(expectation: Expectation, container: ContainerDetails, ended: boolean): Judgement {
  if (!ended) return { is: 'waiting', detail: 'not done yet' };
  if (container.exitCode === 0) return { is: 'holds', detail: 'done, exit code 0' };
  return comesBack(expectation, container)
    ? { is: 'waiting', detail: `exited with code ${container.exitCode}` }
    : { is: 'failed', detail: `exited with code ${container.exitCode}` };
}

/** Whether the engine starts it again after this end. */
function comesBack({ restarts }: Expectation, { exitCode }: ContainerDetails): boolean {
  return restarts === 'always' || (restarts === 'on-failure' && exitCode !== 0);
}

function judgeRunning(expectation: Expectation, container: ContainerDetails, { now, upSince }: Seen): Judgement {
  if (expectation.proof === 'healthy') {
    if (container.health === 'healthy') return { is: 'holds', detail: 'healthy' };
    const said = lastHealthOutput(container);
    if (container.health === 'unhealthy') return { is: 'failed', detail: `unhealthy${said}` };
    return { is: 'waiting', detail: `not healthy yet${said}` };
  }
  if (expectation.proof === 'listening') return { is: 'holds', detail: `listens on ${ports(expectation)}` };
  // Seen by our own clock: the engine's may go before it or after.
  const upMs = now - (upSince(container.id) ?? now);
  return upMs >= expectation.settleMs ? { is: 'holds', detail: 'stays up' } : { is: 'waiting', detail: `up for ${Math.round(upMs)} ms` };
}

function lastCode(container: ContainerDetails, deaths: Death[]): number {
  return deaths.at(-1)?.exitCode ?? container.exitCode;
}

function lastHealthOutput(container: ContainerDetails): string {
  const last = container.healthLog.at(-1);
  if (!last || last.exitCode === 0) return '';
  const output = last.output.trim().split('\n').at(-1)?.slice(0, 200);
  return `: healthcheck exit code ${last.exitCode}${output ? `, ${output}` : ''}`;
}

function ports(expectation: Expectation): string {
  return expectation.listens.map((port) => `:${port}`).join(', ');
}
