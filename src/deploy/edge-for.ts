import { type Edge, edgeOf } from '../edge/edge.ts';
import type { FinishTools } from './apply/finish-step.ts';
import type { UndoTools } from './apply/undo.ts';
import type { Deployment } from './deployment.ts';
import type { Connection, DeployTools } from './tools.ts';

/** The edge of an instance, where it has one. */
export function edgeFor(
  composeName: string,
  { engine, facts }: Pick<Connection, 'engine' | 'facts'>,
  { clock }: Pick<DeployTools, 'clock'>,
): Edge {
  return edgeOf(composeName, { engine, facts, clock });
}

/** How long requests and WebSockets of an old version may go on where nobody said it. */
export const defaultDrainMs = 30_000;

/** Who interrupts what is committed waits no longer, and closes what is left. */
export function drainFor({ claimed, groundwork, tools, options, execution }: Deployment): FinishTools['drain'] {
  const edge = edgeFor(claimed.identity.composeName, groundwork.connection, tools);
  return async (service, slot) => {
    const left = await edge.drain(service, slot, options.drainMs ?? defaultDrainMs, execution.signal);
    if (left > 0) execution.say({ event: 'note', message: `${left} of the old ${service} outlived --drain, and were closed` });
  };
}

/** How undos reach the edge. */
export function backOn(edge: Edge): Pick<UndoTools, 'switchTo' | 'configureBack'> {
  return { switchTo: edge.switchTo, configureBack: edge.restore };
}
