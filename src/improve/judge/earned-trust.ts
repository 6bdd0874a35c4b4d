import type { CriterionResult } from '../../contract/improvement.ts';
import { successesNeeded } from '../../deploy/model/asked-ratio.ts';
import { exitCode } from '../../contract/user-error.ts';
import type { Scene } from './scene.ts';

/** A ratio that many failures stand against is not reached in one go. */
const mostTimes = 100;

/** Brings the same content up again and again, each time from nothing, until the ledger counts so many successes to one failure as `graduate` asks for. */
export async function earnedTrust({ ended, copy, ratio, tools, signal }: Scene): Promise<Pick<CriterionResult, 'held' | 'detail'>> {
  const { record } = ended;
  for (let times = 0; times < mostTimes && !signal.aborted; times++) {
    const versions = await tools.history.versions(record.deployment.project);
    const { successes, failures } = versions.find(({ contentHash }) => contentHash === record.content_hash)?.sinceTakenBack ?? none;
    if (successes >= successesNeeded(failures, ratio))
      return { held: true, detail: `${successes} successes to ${failures} failures, ${ratio}:1 is asked for` };
    const again = await copy.again();
    if (again.exit !== exitCode.verified)
      return { held: false, detail: `at the ${times + 2}. start: ${again.record.error ?? 'it failed'}` };
  }
  return { held: false, detail: `${ratio}:1 was not reached` };
}

const none = { successes: 0, failures: 0 };
