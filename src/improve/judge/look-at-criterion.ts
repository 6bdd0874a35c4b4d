import type { Criterion } from '../../contract/improve.ts';
import type { CriterionResult } from '../../contract/improvement.ts';
import type { Ended } from '../../contract/options.ts';
import { exitCode } from '../../contract/user-error.ts';
import { lookByCommand } from './look-by-command.ts';
import { lookByProbe } from './look-by-probe.ts';
import { earnedTrust } from './earned-trust.ts';
import { nameOf } from './name-of.ts';
import type { Scene } from './scene.ts';

/** Whether one criterion holds, on a tree that was just brought up or could not be. */
export async function lookAtCriterion(criterion: Criterion, scene: Scene): Promise<CriterionResult> {
  const name = nameOf(criterion);
  const isUp = scene.ended.exit === exitCode.verified;
  switch (criterion.kind) {
    case 'verified':
      return { name, ...verifiedIn(scene.ended) };
    case 'graduated':
      return { name, ...(isUp ? await earnedTrust(scene) : notUp) };
    case 'probe':
      return { name, ...(isUp ? await lookByProbe(criterion.probe, scene) : notUp) };
    case 'command':
      return lookByCommand(criterion, scene);
  }
}

const notUp = { held: false, detail: 'it is not up' };

function verifiedIn({ exit, record, error }: Ended): Pick<CriterionResult, 'held' | 'detail'> {
  if (exit !== exitCode.verified) return { held: false, detail: record.error ?? error?.message ?? 'it could not be brought up' };
  const { services } = record.deployment;
  const passed = record.probes.filter(({ outcome }) => outcome === 'passed').length;
  return { held: true, detail: `${services.length} services verified, ${passed} looks passed, in ${record.metrics.startup_duration} s` };
}
