import { z } from 'zod';
import { run } from '../../src/system/process.ts';
import { rounded } from '../support/figures.ts';
import { makeBed } from './bed.ts';
import type { BrokenCase } from './case.ts';

export interface ImproveRun {
  name: string;
  /** As its case.yaml says. */
  repairable: boolean;
  verified: boolean;
  /** Wall time of the whole run, the look at the project as it is too. */
  seconds: number;
  iterations: number;
  /** What is on the engine of it afterwards. */
  left: string[];
  /** Why it ended. */
  detail: string;
}

const recordShape = z.object({
  metrics: z.object({ success: z.boolean() }),
  improvement: z.object({ detail: z.string(), iterations: z.array(z.object({ reason: z.string() })) }),
});

/** Several throw-away instances, each of which may have to be waited for to the end. */
const longestMs = 900_000;

/** Has the rules work on a broken project, in a git repository and a PORTSIDE_HOME of its own. */
export async function improveCase(one: BrokenCase, home: string, signal: AbortSignal): Promise<ImproveRun> {
  await using bed = await makeBed(one, { home, signal, timeout: '40s', longestMs });
  const git = (...args: string[]) => run(['git', ...args], { cwd: bed.project, env: process.env });
  await git('init', '--quiet');
  // What a project ignores may be what is wrong with it.
  await git('add', '--all', '--force');
  await git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--quiet', '--message', 'As it is');
  const since = performance.now();
  const ended = await bed.portside('improve', '.', '--agent', 'rules', '--timeout', '40s', '--json');
  const seconds = rounded((performance.now() - since) / 1000, 1);
  const record = recordShape.safeParse(json(ended.stdout)).data;
  const tries = record?.improvement.iterations ?? [];
  return {
    ...{ name: one.name, repairable: one.said.repairable, verified: ended.exitCode === 0, seconds, iterations: tries.length },
    left: await leftBelow(home),
    detail: record ? [record.improvement.detail, tries.at(-1)?.reason].filter(Boolean).join('; ') : ended.stderr.trim().slice(-400),
  };
}

/** Throw-away instances run from folders below PORTSIDE_HOME. */
async function leftBelow(home: string): Promise<string[]> {
  const format = '{{.Label "portside.directory"}}';
  const lists = [
    ['ps', '--all', '--format', `${format} container {{.Names}}`],
    ['network', 'ls', '--format', `${format} network {{.Name}}`],
    ['volume', 'ls', '--format', `${format} volume {{.Name}}`],
  ];
  const told = await Promise.all(lists.map((args) => run(['docker', ...args], { env: process.env })));
  return told.flatMap(({ stdout }) => stdout.split('\n')).filter((line) => line.startsWith(`${home}/`));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
