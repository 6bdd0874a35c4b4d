import { gatherFacts } from '../engine/observe.ts';
import { type DeployOptions, type Deployment, type Source, beginDeployment } from './deployment.ts';
import type { Execution } from './execution.ts';
import type { Identity } from './model/stack.ts';
import { type Groundwork, look } from './prepare.ts';
import { clearUp } from './recover/clear-up.ts';
import { unfinishedOf } from './recover/unfinished.ts';
import { secretsInUse, withGenerated } from './resolve/generated.ts';
import { sweep } from './sweep.ts';
import type { DeployTools } from './tools.ts';

/** Everything between the lock and the first stage; where it fails, a name that was only just taken is given back. */
export async function enter(
  identity: Identity,
  options: DeployOptions,
  tools: DeployTools,
  execution: Execution,
  groundwork: Groundwork,
  source: Source,
): Promise<Deployment> {
  const { composeName } = identity;
  try {
    const generatedBefore = await tools.generated.of(composeName);
    execution.redactor.learnSecrets(generatedBefore);
    const { found } = await clearUp(composeName, groundwork.connection, tools, execution);
    // Whoever had the lock before, or what was just removed, must not be in its own way.
    if (options.waitMs || found) groundwork.facts = await gatherFacts(groundwork.connection.engine, identity.project);
    await sweep(groundwork.connection.engine, tools);
    const claimed = await look(identity, options, groundwork, tools);
    groundwork.draft = withGenerated(groundwork.draft, await tools.generated.make(composeName, groundwork.draft.toGenerate));
    execution.redactor.learnSecrets(secretsInUse(groundwork.draft.settings, groundwork.draft.values));
    const deployment = await beginDeployment(options, tools, execution, groundwork, source, claimed, generatedBefore);
    await tools.journal.begin({ uuid: execution.uuid, action: execution.action, composeName });
    return deployment;
  } catch (error) {
    const known = await tools.instances.find(composeName);
    const unfinished = await unfinishedOf(composeName, tools);
    if (known && known.executionUuid === undefined && unfinished.length === 0) await tools.instances.forget(composeName);
    throw error;
  }
}
