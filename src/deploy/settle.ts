import type { Plan } from './model/plan.ts';
import type { Verdict } from './model/probe.ts';
import { keepsAnswering } from './verify/keeps-answering.ts';
import { staysUp } from './verify/stays-up.ts';
import type { VerifyTools } from './verify/verify.ts';

/** How long an instance is watched after something in it was replaced, before that is final. */
const defaultSettleMs = 5000;

/**
 * Undefined where nothing was replaced, or all stays up and goes on answering: neighbours too, for a new version that its clients cannot
 * live with must not stay.
 */
export async function watchReplaced(planned: Plan, tools: VerifyTools, settleMs = defaultSettleMs): Promise<Verdict | undefined> {
  if (planned.replaced.length === 0) return undefined;
  const stop = new AbortController();
  const watching = { ...tools, signal: AbortSignal.any([tools.signal, stop.signal]) };
  const stopAtFailure = async (look: Promise<Verdict | undefined>) => {
    const failed = await look;
    if (failed) stop.abort();
    return failed;
  };
  const [silent, fallen] = await Promise.all([
    stopAtFailure(keepsAnswering(planned.probes, watching, settleMs)),
    stopAtFailure(staysUp(planned.expectations, { ...watching, settleMs })),
  ]);
  return silent ?? fallen;
}
