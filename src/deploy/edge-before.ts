import type { Instance } from '../ledger/instances.ts';
import type { EdgeSpec } from './model/edge.ts';
import { label } from './model/labels.ts';
import type { Observed } from './model/observed.ts';
import type { DeployTools } from './tools.ts';

/** Services whose containers stand behind the edge now. */
export function behindEdgeNow({ containers }: Observed): Set<string> {
  return new Set(containers.filter((one) => !one.oneOff && one.labels[label.slot]).map(({ service }) => service));
}

/** What the edge of the version that runs leads to; undefined where there is none, or no revision says it. */
export async function edgeBefore(
  { composeName, revision }: Pick<Instance, 'composeName' | 'revision'>,
  { revisions }: Pick<DeployTools, 'revisions'>,
): Promise<EdgeSpec | undefined> {
  return revision === undefined ? undefined : (await revisions.get(composeName, revision))?.stack.edge;
}
