import { rounded } from '../support/figures.ts';
import { node } from '../support/place.ts';
import { agentFile, makeBed } from './bed.ts';
import { startGate } from './gate.ts';

/** Faults of the provider and the network in one run; with those of the engine a hundred in all. */
const ofAgent = 9;
const runs = 10;

export interface Burnt {
  faults: number;
  /** Iterations that were counted beyond the one in which the work was done, and runs that did not come to it. */
  burnt: number;
  burnt_by: string[];
  waits: number;
}

/**
 * Each run meets nine faults of an agent's provider and one of the engine, and then an agent that mends the project: it has to end verified, with one
 * iteration counted.
 */
export async function countBurnt(signal: AbortSignal): Promise<Burnt> {
  const burntBy: string[] = [];
  let waits = 0;
  for (let number = 0; number < runs; number++) {
    signal.throwIfAborted();
    const seen = await meetFaults(number);
    waits += seen.waits;
    if (seen.burnt) burntBy.push(seen.burnt);
    process.stderr.write(`faults ${number + 1}/${runs}: ${seen.burnt ?? 'one iteration'}, ${seen.waits} waits, ${seen.seconds} s\n`);
  }
  return { faults: runs * (ofAgent + 1), burnt: burntBy.length, burnt_by: burntBy, waits };
}

async function meetFaults(number: number): Promise<{ burnt?: string; waits: number; seconds: number }> {
  await using bed = await makeBed('tests');
  await using gate = await startGate(`${bed.place}/engine.sock`);
  const agent = [node, agentFile('fails-often.js'), `${bed.place}/turn`, String(ofAgent), String(number * ofAgent), gate.control];
  const options = ['--json', '--limit', '5', '--patience', '5m', '--backoff', '20ms', '--silence', '20s'];
  const { ran, improvement } = await bed.improve(options, agent, { DOCKER_HOST: `unix://${gate.socket}` });
  const counted = improvement?.iterations.length ?? 0;
  const waits = improvement?.waits.length ?? 0;
  const seconds = rounded(ran.seconds, 1);
  if (ran.exit === 0 && counted === 1 && gate.closed() > 0) return { waits, seconds };
  const why = improvement?.iterations.map(({ outcome, verdict, reason }) => `${outcome}, ${verdict}: ${reason}`).join('; ');
  const closed = gate.closed() > 0 ? '' : 'the engine never went away; ';
  return { burnt: `${closed}exit ${ran.exit}, ${counted} iterations: ${why ?? ran.stderr.trim().slice(-300)}`, waits, seconds };
}
