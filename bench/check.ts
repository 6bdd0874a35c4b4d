import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fortyServices } from './fixtures/forty-services.ts';
import { mustRun } from './support/command.ts';
import { peakMemory } from './support/executor-process.ts';
import { median, rounded } from './support/figures.ts';
import { main, node, portside } from './support/place.ts';

const pairs = 11;
const between = 5;

/** What `check` takes beyond Compose's own reading of the same file, measured in turn, once looks into images are known; and the first time of all. */
export async function check() {
  const folder = await mkdtemp(join(tmpdir(), 'portside-bench-'));
  const options = { cwd: join(folder, 'forty'), env: { PORTSIDE_HOME: join(folder, 'state') } };
  try {
    for (const [file, text] of Object.entries(fortyServices())) {
      await mkdir(dirname(join(options.cwd, file)), { recursive: true });
      await writeFile(join(options.cwd, file), text);
    }
    const config = async () => (await mustRun(['docker', 'compose', 'config', '--quiet'], options)).seconds;
    const ours = async () => (await mustRun([portside, 'check', '--json'], options)).seconds;
    await config();
    const cold = await ours();
    const times = { config: [] as number[], check: [] as number[], beyond: [] as number[] };
    for (let pair = 0; pair < pairs; pair++) {
      const base = await config();
      const taken = await ours();
      times.config.push(base);
      times.check.push(taken);
      times.beyond.push(taken - base);
    }
    return {
      overhead_ms: milliseconds(median(times.beyond)),
      // What it takes where nobody else is at work: noise only ever adds.
      least_overhead_ms: milliseconds(Math.min(...times.check) - Math.min(...times.config)),
      ratio_config: rounded(median(times.check) / median(times.config), 2),
      check_ms: milliseconds(median(times.check)),
      config_ms: milliseconds(median(times.config)),
      cold_ms: milliseconds(cold),
      rss_mb: rounded(await peakOfOne(options), 1),
      services: 40,
      pairs,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The most memory that one check had, looked at until it ended. */
async function peakOfOne({ cwd, env }: { cwd: string; env: Record<string, string> }): Promise<number> {
  const child = spawn(node, [main, 'check', '--json'], { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  await once(child, 'spawn');
  let peak = 0;
  while (child.exitCode === null) {
    peak = Math.max(peak, (await peakMemory(child.pid ?? 0).catch(() => 0)) || 0);
    await setTimeout(between);
  }
  return peak;
}

function milliseconds(seconds: number): number {
  return rounded(seconds * 1000, 0);
}
