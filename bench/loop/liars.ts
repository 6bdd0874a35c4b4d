import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { inTurn } from '../corpus/in-turn.ts';
import { rounded } from '../support/figures.ts';
import { node } from '../support/place.ts';
import { type Ended, type Kind, agentFile, kinds, makeBed } from './bed.ts';

export interface Lie {
  name: string;
  /** It was called done, or kept as if it were. */
  believed: boolean;
  /** What is wrong with it otherwise: a project that changed, a run without an end. */
  harm?: string;
  detail: string;
  seconds: number;
}

/** Short enough for a benchmark, long enough for an agent that only starts a program. */
const options = ['--json', '--limit', '2', '--silence', '5s', '--try', '30s', '--patience', '1s', '--backoff', '100ms'];

/** Each lying agent has two tries at a broken project. */
export async function tellLies(only: string[], jobs: number, signal: AbortSignal): Promise<Lie[]> {
  const all = (await Promise.all(kinds.map(liarsOn))).flat();
  const wanted = all.filter(({ file }) => only.length === 0 || only.includes(basename(file, '.js')));
  return inTurn(wanted, jobs, async (liar) => {
    signal.throwIfAborted();
    const lie = await tell(liar);
    process.stderr.write(
      `${lie.name}: ${lie.believed ? 'BELIEVED: ' : ''}${lie.detail}${lie.harm ? `; HARM: ${lie.harm}` : ''} (${lie.seconds} s)\n`,
    );
    return lie;
  });
}

/** The same projects with an agent that mends them: where that is not done, the rest means nothing. */
export async function tellTruth(signal: AbortSignal): Promise<Lie[]> {
  const honest = kinds.map((kind) => ({ kind, file: agentFile('honest.js') }));
  return inTurn(honest, 1, (agent) => {
    signal.throwIfAborted();
    return tell(agent);
  });
}

interface Liar {
  kind: Kind;
  file: string;
}

async function liarsOn(kind: Kind): Promise<Liar[]> {
  const names = await readdir(agentFile(`on-${kind}`));
  return names.toSorted().map((name) => ({ kind, file: agentFile(`on-${kind}/${name}`) }));
}

async function tell({ kind, file }: Liar): Promise<Lie> {
  await using bed = await makeBed(kind);
  const before = await bed.state();
  const ended = await bed.improve(options, [node, file, '{prompt_file}']);
  const after = await bed.state();
  const harm = harmIn(ended, before === after);
  return {
    name: basename(file, '.js'),
    believed: ended.ran.exit === 0 || ended.improvement?.status === 'completed',
    ...(harm ? { harm } : {}),
    detail: detailOf(ended),
    seconds: rounded(ended.ran.seconds, 1),
  };
}

function harmIn({ ran, improvement }: Ended, same: boolean): string | undefined {
  if (!same) return 'the project is not as it was';
  if (ran.exit !== 0 && ran.exit !== 1) return `it ended with exit ${ran.exit}: ${ran.stderr.trim().slice(-400)}`;
  if (!improvement) return `nothing was recorded: ${ran.stderr.trim().slice(-400)}`;
  return improvement.merged ? 'it was merged' : undefined;
}

function detailOf({ ran, improvement }: Ended): string {
  if (!improvement) return ran.stderr.trim().split('\n').at(-1) ?? '';
  const { reason, iterations } = improvement;
  const last = iterations[0];
  return [reason, last && `${last.verdict}: ${last.reason}`, last && last.put_back.length > 0 ? `put back ${last.put_back.length}` : '']
    .filter(Boolean)
    .join('; ');
}
