import { imagesAtHand } from '../deploy/build/images-at-hand.ts';
import { contextKey } from '../deploy/build/context-key.ts';
import { behindEdgeNow } from '../deploy/edge-before.ts';
import type { Draft } from '../deploy/model/draft.ts';
import type { Images } from '../deploy/model/image.ts';
import { publishesHere } from '../deploy/model/observed.ts';
import type { Stack } from '../deploy/model/stack.ts';
import { contentHashOf } from '../deploy/plan/content-hash.ts';
import { type Groundwork, identityOf, layGroundwork } from '../deploy/prepare.ts';
import { withValuesAtHand } from '../deploy/preview.ts';
import { resolveStack } from '../deploy/resolve/resolve.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { sealed } from '../edge/read-certificate.ts';
import { withEdge } from '../edge/with-edge.ts';
import { observe } from '../engine/observe.ts';
import type { Instance } from '../ledger/instances.ts';
import type { Redactor } from '../redaction/redact.ts';

/** What the project's files say now, with the ports that the instance has. */
export interface SeenFiles {
  draft: Draft;
  /** Without the edge that Portside adds. */
  stack: Stack;
  images: Images;
  contentHash: string;
  /** Where the files stood. */
  git: Groundwork['git'];
}

/** Only peeks: nothing is leased, built or written. Throws UserError where the files cannot be read. */
export async function seeFiles(instance: Instance, tools: DeployTools, redactor: Redactor): Promise<SeenFiles> {
  const { directory, files, envFiles, profiles } = instance;
  const groundwork = await layGroundwork({ directory, files, envFiles, profiles }, tools, redactor);
  const { connection, facts } = groundwork;
  const identity = identityOf(instance);
  const draft = await withValuesAtHand(groundwork.draft, identity, tools, redactor);
  const conditions = { published: facts.publishedPorts, local: publishesHere(facts.engine), range: draft.settings.range };
  const leases = await tools.leases.peek(identity.composeName, draft.requests, conditions);
  const stack = await resolveStack(tools.parser, draft, identity, leases);
  const observed = await observe(connection.engine, identity.composeName);
  const whole = await sealed(withEdge(stack, stack, behindEdgeNow(observed)));
  const { images } = await imagesAtHand(whole, connection.engine, contextKey);
  return { draft, stack, images, contentHash: contentHashOf(draft.model, images, directory), git: groundwork.git };
}
