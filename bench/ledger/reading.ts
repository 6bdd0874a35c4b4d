import { mustRun } from '../support/command.ts';
import { median, rounded } from '../support/figures.ts';
import { main, node, portside } from '../support/place.ts';

const repeats = 5;

/** The commands as a user types them, measured from outside, their start included. */
export async function readFigures(home: string) {
  const env = { PORTSIDE_HOME: home };
  const times = async (argv: string[]) => {
    const seconds: number[] = [];
    // Outside of any project: those of all are shown.
    for (let turn = 0; turn < repeats; turn++) seconds.push((await mustRun(argv, { env, cwd: home })).seconds);
    return rounded(median(seconds) * 1000, 0);
  };
  const history = await times([portside, 'history', 'shop1']);
  const all = await times([portside, 'history']);
  const verify = await times([portside, 'verify', '--ledger']);
  const peak = await mustRun([node, '--import', new URL('peak-memory.ts', import.meta.url).href, main, 'verify', '--ledger'], { env });
  const bytes = Number(/peak (\d+)/.exec(peak.stderr)?.[1]) * 1024;
  return { history_ms: history, history_of_all_ms: all, verify_ms: verify, rss_mb: rounded(bytes / 1e6, 0) };
}
