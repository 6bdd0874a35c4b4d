import type { EngineInfo } from '../../deploy/model/engine-info.ts';
import type { EngineFacts } from '../../deploy/model/observed.ts';
import { engineError } from '../classify.ts';
import { createDockerEngine } from '../docker/engine.ts';
import { type Engine, EngineError } from '../interface.ts';
import type { EngineAddress, Surroundings } from './address.ts';
import { findAddresses, usualAddresses } from './find-addresses.ts';
import { openClient } from './open-client.ts';

/** An address at which an engine may answer, and what came of asking there. */
export type Reached = { address: EngineAddress } & ({ engine: Engine; facts: EngineFacts; info: EngineInfo } | { problem: EngineError });

/** What docker's own command would talk to comes first; then the other sockets of this machine. `patience` resolves once nobody waits any longer. */
export async function reachAll(
  surroundings: Surroundings,
  patience: () => Promise<void>,
): Promise<{ meant: Reached[]; others: Reached[] }> {
  const meant = await findAddresses(surroundings);
  const usual = (await usualAddresses(surroundings)).filter(({ url }) => meant.every((address) => address.url !== url));
  const [first, second] = await Promise.all([meant, usual].map((addresses) => Promise.all(addresses.map((one) => reach(one)))));
  return { meant: first ?? [], others: second ?? [] };

  async function reach(address: EngineAddress): Promise<Reached> {
    try {
      const engine = createDockerEngine(await openClient(address, surroundings.environment), address.url);
      const silent = patience().then(() => Promise.reject(new EngineError('timeout', 'it takes the question and gives no answer')));
      const [facts, info] = await Promise.race([Promise.all([engine.facts(), engine.info()]), silent]);
      return { address, engine, facts, info };
    } catch (error) {
      return { address, problem: engineError(error) };
    }
  }
}
