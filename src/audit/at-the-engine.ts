import type { AuditPoint } from '../contract/verify.ts';
import { composeName as composeNameOf } from '../deploy/model/compose-name.ts';
import { label } from '../deploy/model/labels.ts';
import type { ObservedContainer } from '../deploy/model/observed.ts';
import { resultOf } from '../deploy/model/record-result.ts';
import type { Connection } from '../deploy/tools.ts';
import type { KeptRow } from '../ledger/kept.ts';
import { containerPoints, copiedLabels, healthPoints, imagePoints } from './containers.ts';
import { downPoints, ownContainers } from './down.ts';
import { leftOf } from './left.ts';
import { portPoints } from './ports.ts';
import { probePoints } from './probes.ts';
import type { Scene } from './scene.ts';
import { engineThings, notNeeded, plural } from './told.ts';
import type { AuditTools } from './tools.ts';

interface Looking {
  tools: AuditTools;
  connection: Connection;
  tell: (point: AuditPoint) => void;
  /** Whether records were removed behind a checkpoint. */
  pruned: boolean;
  /** Whether it is not over yet. */
  unfinished: boolean;
}

/** All that only an engine can tell of an execution; every point is told, whether or not something has to hold. Throws EngineError. */
export async function lookAtEngine(uuid: string, row: KeptRow | undefined, looking: Looking): Promise<void> {
  const { connection, tell } = looking;
  const all = await connection.engine.listContainers();
  if (row && row.record.metrics.success) {
    const { action } = row.record;
    if (action === 'up' || action === 'rollback') return lookAtLeft(row, all, looking);
    if (action === 'down') return lookAtDown(row, all, looking);
  }
  const ids = new Set(row?.record.deployment.services.flatMap(({ containers }) => containers.map(({ id }) => id)));
  const bearing = all.filter(({ labels, id }) => labels[label.execution] === uuid && !ids.has(id));
  if (!row && looking.unfinished) return tellUnfinished(bearing.length, tell);
  const why = !row
    ? 'there is no record to hold it against'
    : row.record.metrics.success
      ? `${row.record.action} starts nothing`
      : `it ${resultOf(row.record) === 'stopped' ? 'was stopped' : 'failed'}: nothing of it has to run`;
  if (bearing.length > 0) for (const point of copiedLabels({ copies: bearing })) tell(point);
  else tell(notNeeded('containers', why));
  for (const point of engineThings.slice(1)) tell(notNeeded(point, why));
}

/** What it has started so far is its own; what has to hold is known at its end. */
function tellUnfinished(bearing: number, tell: Looking['tell']): void {
  tell(notNeeded('containers', bearing === 0 ? 'none bears this UUID yet' : `${plural(bearing, 'container')} that it started so far`));
  for (const point of engineThings.slice(1)) tell(notNeeded(point, 'it is not over'));
}

async function lookAtDown(row: KeptRow, all: ObservedContainer[], { tools, tell }: Looking): Promise<void> {
  const { composeName } = await instanceOf(row, tools);
  const own = ownContainers(all, composeName, row.record.deployment);
  const places = await tools.kept.places(uuidsOn(own));
  for (const point of downPoints(row, own, places)) tell(point);
  for (const point of engineThings.slice(1)) tell(notNeeded(point, 'a down leaves nothing to look at'));
}

async function lookAtLeft(row: KeptRow, all: ObservedContainer[], { tools, connection, tell, pruned }: Looking): Promise<void> {
  const { composeName, instance } = await instanceOf(row, tools);
  const left = await leftOf(row, all, {
    pruned,
    after: () => tools.kept.after(row),
    places: await tools.kept.places(uuidsOn(all)),
    async servicesOf({ revision }) {
      const version = revision === undefined ? undefined : await tools.revisions.get(composeName, revision);
      return version && Object.keys(version.stack.compose.services);
    },
  });
  const scene: Scene = { row, left, composeName, instance, connection };
  for (const point of [...containerPoints(left, row.seq), ...imagePoints(left), ...healthPoints(left)]) tell(point);
  for (const point of await portPoints(scene, tools)) tell(point);
  await probePoints(scene, tools, tell);
}

function uuidsOn(containers: { labels: Record<string, string> }[]): string[] {
  return [...new Set(containers.flatMap(({ labels }) => labels[label.execution] ?? []))];
}

/** As it is registered; of one that is forgotten the name is known all the same. */
async function instanceOf(
  { record: { deployment } }: KeptRow,
  { instances }: AuditTools,
): Promise<Pick<Scene, 'composeName' | 'instance'>> {
  const { project, instance_id: name } = deployment;
  const known = (await instances.list({ project })).find(({ instance }) => instance === name);
  return { composeName: known?.composeName ?? composeNameOf(project, name), instance: known };
}
