import { relative } from 'node:path';

import { UserError, exitCode } from '../contract/user-error.ts';
import type { Deployment, Source } from './deployment.ts';
import type { Observed } from './model/observed.ts';
import { publishesHere } from './model/observed.ts';
import type { Plan } from './model/plan.ts';
import type { Revision } from './model/revision.ts';
import type { Stack } from './model/stack.ts';
import { changesVersion } from './revision/changes-version.ts';
import { boundPaths, nothingIsGone } from './revision/obstacles.ts';
import { keptVolumes } from './snapshot/of-revision.ts';

/** What a revision of the instance was, whatever the project's files say now. */
export function fromRevision(revision: Revision): Source {
  const { number, stack, images, contentHash } = revision;
  return {
    broughtBack: number,
    settings: stack.settings,
    images,
    resolve: async (deployment, avoid) => ({ ...withoutBefore(stack), leases: await demandPorts(revision, deployment, avoid) }),
    async check(_stack, { groundwork, facts, options, execution, tools }) {
      const kept = await keptVolumes(number, stack.identity, tools);
      await nothingIsGone(revision, { engine: groundwork.connection.engine, facts, restores: options.restore === true, kept });
      for (const message of borrowed(revision)) execution.say({ event: 'note', message });
      return [];
    },
    checkImages: () => Promise.resolve([]),
    contentHash: () => contentHash,
    judge: (plan, observed) => refuseSame(revision, plan, observed),
  };
}

/** An old version's migrations know nothing of what a newer one's have done: none is run, and none taken back. */
export function withoutBefore(stack: Stack): Stack {
  const { before: _before, ...settings } = stack.settings;
  return { ...stack, settings };
}

async function demandPorts({ number, stack }: Revision, { tools, claimed, groundwork, facts, execution }: Deployment, avoid: number[]) {
  const conditions = { published: facts.publishedPorts, local: publishesHere(facts.engine), range: stack.settings.range, avoid };
  try {
    const leases = await tools.leases.take(claimed.identity.composeName, groundwork.draft.requests, conditions);
    for (const { port, service, target } of leases) execution.say({ event: 'note', message: `${port} → ${service}:${target}` });
    return leases;
  } catch (error) {
    throw portGone(error, number);
  }
}

/** What a lease was refused for, with what can be done about it here. */
export function portGone(error: unknown, number: number): unknown {
  if (!(error instanceof UserError) || error.code !== 'port-taken') return error;
  const { code, exit, message, service } = error;
  const hint = `free the port, or go back to another one: portside rollback --to N; on another port r${number} comes back by its files, with portside up`;
  return new UserError({ code, exit, message, hint, ...(service ? { service } : {}), cause: error });
}

/** Throws UserError (exit 3): to bring back what runs would change nothing, and who repeats it goes in circles. */
export function refuseSame({ number }: Pick<Revision, 'number'>, plan: Plan, { containers }: Observed): void {
  if (containers.length === 0 || changesVersion(plan)) return;
  throw new UserError({
    code: 'rollback-changes-nothing',
    exit: exitCode.stopped,
    message: `r${number} is what runs: going back to it would change nothing`,
    hint: 'an older one: portside rollback --to N; what is stopped is started again by portside up',
  });
}

/** What of the project's folder it mounts: that is no part of a revision. */
export function borrowed(revision: Revision): string[] {
  const { directory } = revision.stack.project;
  const inside = boundPaths(revision).filter(({ source }) => source === directory || source.startsWith(`${directory}/`));
  return [
    ...new Set(inside.map(({ service, source }) => `${service} mounts ./${relative(directory, source)}: it is as the folder has it now`)),
  ];
}
