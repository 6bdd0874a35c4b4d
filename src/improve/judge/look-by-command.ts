import { join } from 'node:path';
import type { CriterionResult } from '../../contract/improvement.ts';
import { exitCode } from '../../contract/user-error.ts';
import { environmentOf } from '../../deploy/roster/environment.ts';
import { EngineError } from '../../engine/interface.ts';
import { createRedactor } from '../../redaction/redact.ts';
import { type Where, lookAtCommand } from '../../loop/criteria/command.ts';
import type { CommandCriterion, Finished } from '../../loop/criteria/verdict.ts';
import { removeStubborn } from '../../system/copy.ts';
import { ensurePrivateDirectory } from '../../system/files.ts';
import { nameOf } from './name-of.ts';
import { runMark } from '../run-mark.ts';
import type { Scene } from './scene.ts';

/** Runs an acceptance command in the tree's folder or in a container, with the variables of the instance; its home is empty, and gone afterwards. */
export async function lookByCommand(criterion: CommandCriterion, scene: Scene): Promise<CriterionResult> {
  const { copy, folder, pass, tools, signal, baseCriteria } = scene;
  const home = join(folder, 'criterion-home');
  await removeStubborn(home);
  await ensurePrivateDirectory(home);
  const base = baseCriteria?.find(({ name }) => name === nameOf(criterion))?.ran;
  const isUp = scene.ended.exit === exitCode.verified;
  const redactor = createRedactor();
  // What it prints comes into prompts and records.
  if (isUp) redactor.learnSecrets(await tools.generated.of(copy.composeName()));
  try {
    const looked = await lookAtCommand(criterion, {
      ...{ folder: copy.directory, home, environment: tools.environment, pass, tools, signal },
      instance: { ...(isUp ? await instanceEnvironment(scene) : {}), [runMark]: scene.run },
      ...(isUp ? { inService: inServiceOf(scene) } : {}),
      ...(base === undefined ? {} : { base }),
    });
    return redactor.deep(looked);
  } finally {
    await removeStubborn(home);
  }
}

async function instanceEnvironment({ ended, copy, tools }: Scene): Promise<Record<string, string>> {
  const { endpoints, instance_id: instance } = ended.record.deployment;
  const composeName = copy.composeName();
  const [leases, generated] = await Promise.all([tools.leases.of(composeName), tools.generated.of(composeName)]);
  return environmentOf({ endpoints, instance, compose_name: composeName }, leases, generated);
}

function inServiceOf({ ended, tools }: Scene): NonNullable<Where['inService']> {
  return async (service, run, { timeoutMs }): Promise<Finished> => {
    const { engine } = await tools.connect();
    const id = ended.record.deployment.services.find((one) => one.service === service)?.containers[0]?.id;
    if (id === undefined) return { exitCode: 127, timedOut: false, output: `there is no container of ${service}` };
    try {
      return { ...(await engine.exec(id, [...run], timeoutMs)), timedOut: false };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { exitCode: 1, timedOut: error.kind === 'timeout', output: error.message };
    }
  };
}
