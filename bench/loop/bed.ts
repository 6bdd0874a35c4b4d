import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Ran, command, mustRun } from '../support/command.ts';
import { main, node } from '../support/place.ts';

const fixtures = fileURLToPath(new URL('../fixtures/liars', import.meta.url));

/** `stack`: comes up unhealthy. `tests`: comes up well, and its test fails. `commands`: the same, and that test is all that is asked for. */
export type Kind = (typeof kinds)[number];
export const kinds = ['stack', 'tests', 'commands'] as const;

/** A project of its own in a git repository, and a PORTSIDE_HOME of its own. */
export interface Bed extends AsyncDisposable {
  /** What is outside of the project, and nobody else's. */
  place: string;
  project: string;
  improve(options: readonly string[], agent: readonly string[], environment?: Record<string, string>): Promise<Ended>;
  /** Commits and files of the project, in one text. */
  state(): Promise<string>;
}

export interface Ended {
  ran: Ran;
  /** Absent where nothing was recorded. */
  improvement?: z.infer<typeof improvementShape>;
}

const improvementShape = z.object({
  status: z.string(),
  reason: z.string(),
  detail: z.string(),
  merged: z.boolean(),
  iterations: z.array(
    z.object({ verdict: z.string(), reason: z.string(), outcome: z.string(), seconds: z.number(), put_back: z.array(z.string()) }),
  ),
  waits: z.array(z.object({ reason: z.string(), seconds: z.number() })),
});

/** Where an agent's program is, such as `on-stack/hangs.js`. */
export function agentFile(name: string): string {
  return join(fixtures, 'agents', name);
}

export async function makeBed(kind: Kind): Promise<Bed> {
  const place = await mkdtemp(join(tmpdir(), 'portside-loop-'));
  const project = join(place, kind);
  await cp(join(fixtures, kind === 'commands' ? 'tests' : kind), project, { recursive: true });
  if (kind === 'commands') await withoutVerified(join(project, 'compose.yaml'));
  const env = { PORTSIDE_HOME: join(place, 'home') };
  const git = (...args: string[]) => mustRun(['git', ...args], { cwd: project });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--quiet', '--message', 'As it is');
  return {
    place,
    project,
    async improve(options, agent, environment = {}) {
      const argv = [node, main, 'improve', project, '--agent', 'command', ...options, '--', ...agent];
      const ran = await command(argv, { cwd: place, env: { ...env, ...environment } });
      const improvement = improvementShape.safeParse(Object(json(ran.stdout))['improvement']).data;
      return { ran, ...(improvement ? { improvement } : {}) };
    },
    async state() {
      const seen = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain', '--', '.', ':!.portside')]);
      return seen.map(({ stdout }) => stdout).join('\n');
    },
    // A file of mode 000, or a folder that may not be left, is taken away all the same.
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }),
  };
}

async function withoutVerified(file: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace('    - verified\n', ''));
}

/** The record is printed in one piece, with `--json`; with `--events` it is the last of them. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
