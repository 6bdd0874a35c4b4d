import type { AuditPoint, AuditReport } from '../contract/verify.ts';
import { EngineError } from '../engine/interface.ts';
import type { Break, Chain } from '../ledger/chain/check-chain.ts';
import type { KeptRow } from '../ledger/kept.ts';
import { lookAtEngine } from './at-the-engine.ts';
import { chainPoint, recordPoint, resultPoint, signaturePoint } from './on-paper.ts';
import { reportOf } from './summary.ts';
import { engineThings, notNeeded, unseen } from './told.ts';
import type { AuditTools } from './tools.ts';
import { findMentions } from './transcripts/find-mentions.ts';
import { mentionsPoint } from './transcripts/mentions-point.ts';
import { unfinishedPoint } from './unfinished.ts';
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
  // Asked before the row: what ends meanwhile has one.
  const standing = (await tools.journal.beginningWith(uuid))[0];
  const row = await tools.kept.row(uuid);
  const chain = await tools.history.check();
  await tellPaper(row, chain);
  const withoutEngine = await tellEngine(row);
  const mentions = await reading;
  tell(mentionsPoint(mentions));
  const { first, claim } = mentions;
  return reportOf({
    uuid,
    ...(row && { record: row.record }),
    points,
    surely: !('kind' in chain) && chain.first === 1,
    withoutEngine,
    mentions: first,
    ...(claim && { claim }),
  });

  async function tellPaper(known: KeptRow | undefined, seen: Break | Chain): Promise<void> {
    if (known) tell(await recordPoint(known, tools.home));
    else tell(standing ? unfinishedPoint(standing) : await unrecordedPoint(uuid, { ...tools, chain: seen }));
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
      await lookAtEngine(uuid, known, {
        tools,
        connection: await tools.connect(),
        tell: telling,
        pruned: !('kind' in chain) && chain.first > 1,
        unfinished: standing !== undefined,
      });
      return false;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      for (const point of engineThings) if (!told.has(point)) tell(unseen(point, `the engine cannot be asked: ${error.message}`));
      return true;
    }
  }
}
