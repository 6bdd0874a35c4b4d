import { edgeService } from '../deploy/model/edge.ts';
import { composeLabel, label } from '../deploy/model/labels.ts';
import type { EngineFacts, ObservedContainer } from '../deploy/model/observed.ts';
import { type Engine, EngineError } from '../engine/interface.ts';
import type { Clock } from '../system/clock.ts';
import { type EdgeServer, servers } from './server.ts';

export interface EdgeTools {
  engine: Pick<Engine, 'listContainers' | 'inspectContainer' | 'startContainer' | 'exec' | 'putFiles'>;
  facts: Pick<EngineFacts, 'local' | 'host'>;
  clock: Clock;
}

/** The instance's edge that runs; where none does, the one made last. The engine's list may be a moment late, so that each is looked at. */
export async function findEdge(composeName: string, { engine }: Pick<EdgeTools, 'engine'>): Promise<ObservedContainer | undefined> {
  const listed = await engine.listContainers({ [composeLabel.project]: composeName, [composeLabel.service]: edgeService });
  const own = listed.filter(({ oneOff }) => !oneOff).toSorted((one, other) => other.number - one.number);
  const states = await Promise.all(own.map(async ({ id }) => (await engine.inspectContainer(id))?.state));
  const looked = own.flatMap((container, place) => (states[place] ? [{ ...container, state: states[place] }] : []));
  return looked.find(({ state }) => state === 'running') ?? looked[0];
}

export function serverOf({ labels }: ObservedContainer): EdgeServer {
  return labels[label.edge] === 'nginx' ? servers.nginx : servers.caddy;
}

/** Starts a container that has stopped: nothing can be done inside it otherwise. */
export async function startedEdge(composeName: string, tools: EdgeTools): Promise<ObservedContainer | undefined> {
  const container = await findEdge(composeName, tools);
  if (container && container.state !== 'running') await tools.engine.startContainer(container.id);
  return container;
}

/** Runs a command in it. Throws EngineError with what it said where it fails. */
export async function runInside({ engine }: Pick<EdgeTools, 'engine'>, id: string, command: string[]): Promise<string> {
  const { exitCode, output } = await engine.exec(id, command, patienceMs);
  if (exitCode === 0) return output;
  const said = output.trim().split('\n').at(-1);
  throw new EngineError('other', `\`${command.slice(0, 2).join(' ')}\` failed in the edge's container: ${said}`);
}

const patienceMs = 20_000;
