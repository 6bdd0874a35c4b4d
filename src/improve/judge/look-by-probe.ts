import type { CriterionResult } from '../../contract/improvement.ts';
import type { SettingsProbe } from '../../contract/settings.ts';
import { EngineError } from '../../engine/interface.ts';
import { probeOf } from '../../deploy/plan/probes.ts';
import { look } from '../../deploy/verify/probes/probe.ts';
import { describeTarget, placesOf, unreachable } from '../../deploy/verify/target.ts';
import type { Scene } from './scene.ts';

/** Looks from outside at each place where a service is reached, at each of its containers where it has none. */
export async function lookByProbe(asked: SettingsProbe, { ended, copy, tools }: Scene): Promise<Pick<CriterionResult, 'held' | 'detail'>> {
  const probe = probeOf(asked);
  const { engine, facts } = await tools.connect();
  const [report] = ended.record.deployment.services.filter(({ service }) => service === probe.service);
  const [first] = report?.containers ?? [];
  const container = first && (await engine.inspectContainer(first.id));
  if (!container) return { held: false, detail: `there is no container of ${probe.service}` };
  const leases = await tools.leases.of(copy.composeName());
  const details: string[] = [];
  for (const address of placesOf(probe, { leases, facts })) {
    if (address?.outOfReach) return { held: false, detail: unreachable(address) };
    const { passed, detail } = await look(probe, { engine, facts, container, address }).catch(inWords);
    details.push(`${describeTarget(probe, address)}: ${detail}`);
    if (!passed) return { held: false, detail: details.at(-1) ?? detail };
  }
  return { held: true, detail: details.join('; ') };
}

function inWords(error: unknown): { passed: boolean; detail: string } {
  if (error instanceof EngineError) return { passed: false, detail: error.message };
  throw error;
}
