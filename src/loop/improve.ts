import { iterate } from './iterate.ts';
import { allHold } from './judge.ts';
import { type Stop, whyStop } from './limits.ts';
import { lookAt } from './look-at.ts';
import type { Run } from './run.ts';
import type { LoopTools } from './tools.ts';

/** A run to its end: judged as it is, then tried again and again until every criterion holds or nothing is gained by going on. Throws the signal's reason where it is stopped. */
export async function improve(begun: Run, project: string, tools: LoopTools): Promise<{ run: Run; stop: Stop }> {
  let run = begun;
  if (!run.baseJudged) {
    const looked = await lookAt(run, run.base, 0, tools);
    if ('stop' in looked) return looked;
    run = { ...looked.run, baseJudged: looked.judged };
    await tools.save(run);
  }
  if (run.goal === undefined && run.tries.length === 0 && allHold(run.baseJudged?.criteria ?? []))
    return { run, stop: { reason: 'success', detail: 'it holds already: nothing was to be done' } };
  for (;;) {
    if (run.tries.at(-1)?.verdict === 'done') return { run, stop: { reason: 'success', detail: 'every criterion holds' } };
    const stop = whyStop(run, tools.limits, run.spentMs + tools.usedMs());
    if (stop) return { run, stop };
    const ended = await iterate(run, project, tools);
    run = ended.run;
    if (ended.stop) return { run, stop: ended.stop };
  }
}
