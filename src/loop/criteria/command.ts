import { stripVTControlCharacters } from 'node:util';
import { createHostLauncher } from '../../agents/running/host-launcher.ts';
import type { Launcher } from '../../agents/running/launcher.ts';
import { supervise } from '../../agents/running/supervise.ts';
import type { CriterionResult } from '../../contract/improvement.ts';
import type { Clock } from '../../system/clock.ts';
import type { Ids } from '../../system/ids.ts';
import { type CommandCriterion, type Finished, usualTimeoutMs, verdictOf } from './verdict.ts';

/** Where a command is run, and what it sees. All folders are absolute. */
export interface Where {
  /** The project's, in a tree that no agent has a hand in. */
  folder: string;
  /** An empty one of its own, for HOME and what is written on the way. */
  home: string;
  /** Portside's own environment: only PATH and what `pass` names of it are handed on. */
  environment: Record<string, string>;
  pass: readonly string[];
  /** What `portside env` prints of the instance; none where it is not up. */
  instance: Record<string, string>;
  /** Runs it in a container of a service; undefined where nothing runs. */
  inService?: (service: string, run: readonly string[], limits: { timeoutMs: number; signal: AbortSignal }) => Promise<Finished>;
  /** How many tests it ran at the base commit. */
  base?: number;
  tools: { clock: Clock; ids: Ids; launcher?: Launcher };
  signal: AbortSignal;
}

/** Runs an acceptance command and judges it. Whatever the command does is a result; rejects with the signal's reason where that aborts. */
export async function lookAtCommand(criterion: CommandCriterion, where: Where): Promise<CriterionResult> {
  const name = criterion.run.join(' ') + (criterion.in ? ` in ${criterion.in}` : '');
  const finished = await finish(criterion, where);
  if ('missing' in finished) return { name, held: false, detail: finished.missing };
  const output = tailOf(finished.output);
  return { name, ...verdictOf(criterion, finished, where.base), ...(output.length > 0 ? { output } : {}) };
}

type Run = Finished | { missing: string };

async function finish(criterion: CommandCriterion, where: Where): Promise<Run> {
  const { run, in: service, timeoutMs = usualTimeoutMs } = criterion;
  const finished = service === undefined ? await onHost(criterion, timeoutMs, where) : await inside(service, run, timeoutMs, where);
  if (!('exitCode' in finished) || (finished.exitCode !== 127 && finished.exitCode !== 126)) return finished;
  const said = tailOf(finished.output).at(-1) ?? '';
  return notThere(run[0] ?? '', `finished with ${finished.exitCode}${said ? `: ${said}` : ''}`, service);
}

async function inside(service: string, run: readonly string[], timeoutMs: number, { inService, signal }: Where): Promise<Run> {
  if (!inService) return { missing: `${service} does not run, so nothing can be run in it` };
  return inService(service, run, { timeoutMs, signal });
}

async function onHost({ run }: CommandCriterion, timeoutMs: number, where: Where): Promise<Run> {
  const { folder, tools, signal } = where;
  const kept = createTail();
  try {
    const { exitCode, ending } = await supervise(
      {
        ...{ argv: run, cwd: folder, worktree: folder, env: environmentOf(where), timeoutMs, quietMs: timeoutMs, signal },
        ...{ onLine: kept.push, onLife: () => undefined, isOver: () => false },
      },
      { launcher: tools.launcher ?? createHostLauncher(tools), clock: tools.clock },
    );
    return { exitCode, timedOut: ending !== 'itself', output: kept.text() };
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(?:ENOENT|EACCES|ENOTDIR|ENOEXEC)$/.test(String(error.code)))
      return notThere(run[0] ?? '', `cannot be started (${String(error.code)})`, undefined);
    throw error;
  }
}

function notThere(program: string, what: string, service: string | undefined): { missing: string } {
  const mend =
    service === undefined
      ? 'install it where PATH finds it, or commit it and name it by its path'
      : `install it in the image of ${service}`;
  return { missing: `${program} ${what}; ${mend}` };
}

/** Nothing of the user's own: no credentials, no settings, no caches that hide what is missing. */
function environmentOf({ environment, pass, instance, home }: Where): Record<string, string> {
  const named = pass.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]] as const]));
  return {
    ...{
      PATH: environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      TMPDIR: home,
      LANG: 'C.UTF-8',
      CI: 'true',
      NO_COLOR: '1',
    },
    ...instance,
    ...Object.fromEntries(named),
  };
}

/** Characters of output that are kept, the last ones. */
const mostKept = 1_000_000;

function createTail(): { push: (line: string) => void; text: () => string } {
  let kept: string[] = [];
  let length = 0;
  return {
    push(line) {
      kept.push(line.slice(-mostKept));
      length += line.length + 1;
      if (length <= 2 * mostKept) return;
      kept = [kept.join('\n').slice(-mostKept)];
      length = mostKept;
    },
    text: () => kept.join('\n').slice(-mostKept),
  };
}

const mostLines = 40;

function tailOf(output: string): string[] {
  const lines = stripVTControlCharacters(output)
    .split(/\r?\n/)
    .map((line) => line.trimEnd().slice(0, 500));
  return lines.filter((line) => line !== '').slice(-mostLines);
}
