import type { RecordedCommit } from '../contract/record.ts';
import { sealed } from '../edge/read-certificate.ts';
import { withEdge } from '../edge/with-edge.ts';
import { behindEdgeNow } from './edge-before.ts';
import { type Inspection, inspect, inspectImages } from './inspect.ts';
import type { Deployment, Source } from './deployment.ts';
import { publishesHere } from './model/observed.ts';
import type { Finding } from './model/finding.ts';
import type { Images } from './model/image.ts';
import type { Stack } from './model/stack.ts';
import { narrow } from './only.ts';
import { contentHashOf } from './plan/content-hash.ts';
import { learnStack } from './record/learn-stack.ts';
import { resolveStack } from './resolve/resolve.ts';

/** Who asks for a deployment may look at its stack before anything is built: an error stops it. */
export interface Judging {
  /** Where the files stood, for a folder that is in no repository. */
  git?: RecordedCommit;
  alsoCheck(stack: Stack, deployment: Deployment): Promise<Finding[]>;
  /** The same once its images are there, before anything runs. */
  alsoCheckImages(images: Images, stack: Stack): Promise<Finding[]>;
}

/** What the project's files say now. */
export function fromFiles(judging?: Judging): Source {
  let inspection: Inspection | undefined;
  let seen: Stack | undefined;
  return {
    resolve,
    async check(stack, deployment) {
      const { groundwork, facts, tools } = deployment;
      seen = stack;
      const also = (await judging?.alsoCheck(stack, deployment)) ?? [];
      inspection = await inspect({ stack, draft: groundwork.draft, facts }, { ...tools, engine: groundwork.connection.engine });
      return [...also, ...inspection.findings];
    },
    async checkImages(images, { groundwork, tools }) {
      const also = judging && seen ? await judging.alsoCheckImages(images, seen) : [];
      const found = inspection ? inspectImages(inspection, images, { ...tools, engine: groundwork.connection.engine }) : [];
      return [...also, ...(await found)];
    },
    contentHash: (images, { groundwork, claimed }) => contentHashOf(groundwork.draft.model, images, claimed.identity.directory),
    // Where nothing changed it is verified again, and that is worth it.
    judge: () => undefined,
  };
}

async function resolve({ tools, claimed, groundwork, facts, observed, execution, options }: Deployment, avoid: number[]): Promise<Stack> {
  const { draft } = groundwork;
  const leases = await tools.leases.take(claimed.identity.composeName, draft.requests, {
    published: facts.publishedPorts,
    local: publishesHere(facts.engine),
    range: draft.settings.range,
    avoid,
  });
  for (const { port, service, target } of leases) execution.say({ event: 'note', message: `${port} → ${service}:${target}` });
  const full = await resolveStack(tools.parser, draft, claimed.identity, leases);
  const stack = await sealed(withEdge(full, narrow(full, options.only), behindEdgeNow(observed)));
  execution.redactor.learnEnvironment(draft.values);
  learnStack(execution.redactor, stack.compose, stack.contents);
  return stack;
}
