import type { Plan } from './model/plan.ts';
import type { Verdict } from './model/probe.ts';
import { keepsAnswering } from './verify/keeps-answering.ts';
import { staysUp } from './verify/stays-up.ts';
import type { VerifyTools } from './verify/verify.ts';

/** How long what was replaced is watched before it is final. */
const defaultSettleMs = 5000;

/** Undefined where nothing was replaced, or all of it stays up and goes on answering. */
export async function watchReplaced(planned: Plan, tools: VerifyTools, settleMs = defaultSettleMs): Promise<Verdict | undefined> {
  const replaced = new Set(planned.replaced.map(({ service }) => service));
  const watched = planned.expectations.filter(({ service }) => replaced.has(service));
  const probes = planned.probes.filter(({ service }) => replaced.has(service));
  if (watched.length === 0) return undefined;
  const stop = new AbortController();
  const watching = { ...tools, signal: AbortSignal.any([tools.signal, stop.signal]) };
  const stopAtFailure = async (look: Promise<Verdict | undefined>) => {
    const failed = await look;
    if (failed) stop.abort();
    return failed;
  };
  const [silent, fallen] = await Promise.all([
    stopAtFailure(keepsAnswering(probes, watching, settleMs)),
    stopAtFailure(staysUp(watched, { ...watching, settleMs })),
  ]);
  return silent ?? fallen;
}
