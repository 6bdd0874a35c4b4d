import type { Criterion } from '../contract/improve.ts';
import type { CriterionResult } from '../contract/improvement.ts';
import type { Ended } from '../contract/options.ts';
import { exitCode } from '../contract/user-error.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { type Copy } from './copy.ts';
import { nameOf } from './name-of.ts';

export interface Scene {
  ended: Ended;
  copy: Copy;
  folder: string;
  pass: readonly string[];
  tools: DeployTools;
  signal: AbortSignal;
}

/** Whether one criterion holds, on a tree that was just brought up or could not be. */
export async function lookAtCriterion(criterion: Criterion, scene: Scene): Promise<CriterionResult> {
  const name = nameOf(criterion);
  switch (criterion.kind) {
    case 'verified':
      return { name, ...verifiedIn(scene.ended) };
    default:
      return { name, held: false, detail: 'not looked at' };
  }
}

function verifiedIn({ exit, record, error }: Ended): Pick<CriterionResult, 'held' | 'detail'> {
  if (exit !== exitCode.verified) return { held: false, detail: record.error ?? error?.message ?? 'it could not be brought up' };
  const { services } = record.deployment;
  const passed = record.probes.filter(({ outcome }) => outcome === 'passed').length;
  return { held: true, detail: `${services.length} services verified, ${passed} looks passed, in ${record.metrics.startup_duration} s` };
}
