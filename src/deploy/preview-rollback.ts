import type { RollbackOptions } from '../contract/options.ts';
import type { Preview } from '../contract/preview.ts';
import { observe } from '../engine/observe.ts';
import type { Redactor } from '../redaction/redact.ts';
import { edgeBefore } from './edge-before.ts';
import { borrowed, portGone, refuseSame, withoutBefore } from './from-revision.ts';
import { publishesHere } from './model/observed.ts';
import type { Identity } from './model/stack.ts';
import { plan } from './plan/plan.ts';
import { ownedLabels } from './prepare.ts';
import { shownPlan } from './preview.ts';
import { nothingIsGone } from './revision/obstacles.ts';
import { findTarget, groundworkOf } from './rollback.ts';
import { keptVolumes } from './snapshot/of-revision.ts';
import { withCopies } from './snapshot/with-copies.ts';
import type { DeployTools } from './tools.ts';

/** What a rollback would do, step by step. Only peeks. Throws UserError (exit 3) where it would be stopped. */
export async function previewRollback(
  identity: Identity,
  options: RollbackOptions,
  tools: DeployTools,
  redactor: Redactor,
): Promise<Preview> {
  const target = await findTarget(identity, options, tools);
  const { connection, draft, facts } = await groundworkOf(target, await tools.connect(), tools, redactor);
  const kept = await keptVolumes(target.number, identity, tools);
  await nothingIsGone(target, { engine: connection.engine, facts, restores: options.restore === true, kept });
  const conditions = { published: facts.publishedPorts, local: publishesHere(facts.engine), range: draft.settings.range };
  const peeking = tools.leases.peek(identity.composeName, draft.requests, conditions);
  const leases = await peeking.catch((error: unknown) => Promise.reject(portGone(error, target.number)));
  const registered = await tools.instances.find(identity.composeName);
  const observed = await observe(connection.engine, identity.composeName, registered && ownedLabels(registered));
  const { images, contentHash, number } = target;
  const stack = withoutBefore(target.stack);
  const before = registered && (await edgeBefore(registered, tools));
  const { timeoutMs } = options;
  const given = { stack: { ...stack, leases }, images, observed, facts, execution: '', contentHash, timeoutMs };
  const plain = plan({ ...given, edgeBefore: before });
  refuseSame(target, plain, observed);
  const planned = await withCopies(plain, { stack, observed, options, broughtBack: number, engine: connection.engine, tools });
  const notes = borrowed(target).map((message) => ({ severity: 'note', rule: 'rollback', message }));
  return { ...shownPlan(planned, { ...stack, leases }), brings_back: number, findings: notes };
}
