import type { AuditPoint, AuditReport } from '../contract/verify.ts';
import { composeName as composeNameOf } from '../deploy/model/compose-name.ts';
import { label } from '../deploy/model/labels.ts';
import type { Connection } from '../deploy/tools.ts';
import { EngineError } from '../engine/interface.ts';
import type { Break, Chain } from '../ledger/chain/check-chain.ts';
import type { KeptRow } from '../ledger/kept.ts';
import { type Scene, portPoints, probePoints } from './answers.ts';
import { containerPoints, copiedLabels, healthPoints, imagePoints } from './containers.ts';
import { downPoints, ownContainers } from './down.ts';
import { leftOf } from './left.ts';
import { chainPoint, recordPoint, resultPoint, signaturePoint } from './on-paper.ts';
import { reportOf } from './summary.ts';
import { engineThings, notNeeded, unseen } from './told.ts';
import type { AuditTools } from './tools.ts';
import { findMentions } from './transcripts/find-mentions.ts';
import { mentionsPoint } from './transcripts/mentions-point.ts';
import { unrecordedPoint } from './unrecorded.ts';
import { whichExecution } from './which.ts';

/**
 * Looks whether an execution happened, and whether what it left still is as it was recorded: point by point, each told as it is seen, none from
 * memory. Throws UserError (exit 2) for what is no UUID; that no engine answers is a finding.
 */
export async function audit(reference: string | undefined, tools: AuditTools, listen: (point: AuditPoint) => void): Promise<AuditReport> {
  const uuid = await whichExecution(reference, tools);
  const reading = findMentions(uuid, tools);
  const points: AuditPoint[] = [];
  const tell = (point: AuditPoint) => {
    points.push(point);
    listen(point);
  };
  const row = await tools.kept.row(uuid);
  const chain = await tools.history.check();
  await tellPaper(row, chain);
  const withoutEngine = await tellEngine(row);
  const mentions = await reading;
  tell(mentionsPoint(mentions));
  const { first, claim } = mentions;
  return reportOf({ uuid, ...(row && { record: row.record }), points, withoutEngine, mentions: first, ...(claim && { claim }) });

  async function tellPaper(known: KeptRow | undefined, seen: Break | Chain): Promise<void> {
    tell(
      known
        ? await recordPoint(known, tools.home)
        : await unrecordedPoint(uuid, { home: tools.home, ledgerId: await tools.kept.ledgerId(), chain: seen }),
    );
    tell(chainPoint(seen, known?.seq));
    tell(known ? await signaturePoint(known, tools.home) : notNeeded('signature', 'there is no record to be signed'));
    tell(known ? resultPoint(known) : notNeeded('result', 'there is no record to say it'));
  }

  /** Whether what must be asked of an engine could not be. */
  async function tellEngine(known: KeptRow | undefined): Promise<boolean> {
    const told = new Set<string>();
    const telling = (point: AuditPoint) => {
      told.add(point.point);
      tell(point);
    };
    try {
      await lookAtEngine(uuid, known, { tools, connection: await tools.connect(), tell: telling });
      return false;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      for (const point of engineThings) if (!told.has(point)) tell(unseen(point, `the engine cannot be asked: ${error.message}`));
      return true;
    }
  }
}

interface Looking {
  tools: AuditTools;
  connection: Connection;
  tell: (point: AuditPoint) => void;
}

async function lookAtEngine(uuid: string, row: KeptRow | undefined, looking: Looking): Promise<void> {
  const { connection, tell } = looking;
  const all = await connection.engine.listContainers();
  if (row && row.record.metrics.success) {
    const { action } = row.record;
    if (action === 'up' || action === 'rollback') return lookAtLeft(row, all, looking);
    if (action === 'down') return lookAtDown(row, all, looking);
  }
  const ids = new Set(row?.record.deployment.services.flatMap(({ containers }) => containers.map(({ id }) => id)));
  const bearing = all.filter(({ labels, id }) => labels[label.execution] === uuid && !ids.has(id));
  const why = !row
    ? 'there is no record to list any'
    : row.record.metrics.success
      ? `a ${row.record.action} starts nothing`
      : 'it failed: nothing of it has to run';
  if (bearing.length > 0) for (const point of copiedLabels({ copies: bearing })) tell(point);
  else tell(notNeeded('containers', why));
  for (const point of engineThings.slice(1)) tell(notNeeded(point, why));
}

async function lookAtDown(
  row: KeptRow,
  all: Awaited<ReturnType<Connection['engine']['listContainers']>>,
  { tools, tell }: Looking,
): Promise<void> {
  const { composeName } = await instanceOf(row, tools);
  const own = ownContainers(all, composeName, row.record.deployment);
  const places = await tools.kept.places(uuidsOn(own));
  for (const point of downPoints(row, own, places)) tell(point);
  for (const point of engineThings.slice(1)) tell(notNeeded(point, 'a down leaves nothing to look at'));
}

async function lookAtLeft(
  row: KeptRow,
  all: Awaited<ReturnType<Connection['engine']['listContainers']>>,
  { tools, connection, tell }: Looking,
): Promise<void> {
  const { composeName, instance } = await instanceOf(row, tools);
  const left = await leftOf(row, all, {
    after: await tools.kept.after(row),
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
