import { join } from 'node:path';
import type { Clock } from '../../system/clock.ts';
import { ensurePrivateDirectory, removeTree, writePrivateFile } from '../../system/files.ts';
import type { Ids } from '../../system/ids.ts';
import { run } from '../../system/process.ts';
import { type ProcessGroup, startGroup } from '../../system/process-group.ts';
import { createStrayKiller } from '../../system/stray-processes.ts';
import type { Missing } from '../backend.ts';
import { markName } from '../running/host-launcher.ts';
import type { LaunchPlace, Launcher, RunningProgram } from '../running/launcher.ts';
import { runInPane } from './in-pane.ts';

export interface TmuxSettings {
  /** Of the run; the session is `portside-<id>`. Letters, digits and dashes. */
  id: string;
  /** The run's own, outside of the worktree. */
  folder: string;
  /** Who attaches. */
  uid: number;
  /** Where programs run that are only asked something. */
  host: Launcher;
  /** The node that runs Portside. */
  node: string;
  clock: Clock;
  ids: Ids;
}

/** Programs in a terminal that a person can attach to. */
export interface TmuxLauncher extends Launcher {
  /** What to type. */
  attach: string;
  missing(environment: Record<string, string>): Promise<Missing | undefined>;
}

const drainMs = 1000;

/**
 * A tmux server of its own for each try, so that the program sees no more of the environment than it is to, and nobody's settings matter. What the
 * program is told goes by a file: tmux takes no long command lines, and keys that are typed for it would come out as several lines.
 */
export function createTmuxLauncher(settings: TmuxSettings): TmuxLauncher {
  const { id, uid, host } = settings;
  const session = `portside-${id}`;
  const socket = `/tmp/tmux-${uid}/${session}`;
  return {
    attach: `tmux -S ${socket} attach`,
    async missing(environment) {
      const found = await run(['tmux', '-V'], { env: environment }).catch(() => undefined);
      return found?.exitCode === 0
        ? undefined
        : { what: 'tmux is not installed', mend: 'Install it, such as by `sudo apt-get install tmux`, or leave --tmux out.' };
    },
    launch: (argv, place) =>
      place.worktree === undefined ? host.launch(argv, place) : launchInSession(argv, place, { ...settings, session, socket }),
  };
}

type Session = TmuxSettings & { session: string; socket: string };

async function launchInSession(argv: readonly string[], { cwd, env }: LaunchPlace, settings: Session): Promise<RunningProgram> {
  const { session, socket, node, clock, ids } = settings;
  const mark = `${markName}=${session}`;
  const folder = join(settings.folder, `tmux-${ids.uuid()}`);
  // tmux makes its folder there, and refuses one that is another user's.
  const seen = { ...env, [markName]: session, TMUX_TMPDIR: '/tmp' };
  const tmux = (...args: string[]) => run(['tmux', '-u', '-f', '/dev/null', '-L', session, ...args], { env: seen, cwd });
  const pipes: ProcessGroup[] = [];
  const end = async () => {
    await tmux('kill-server').catch(() => undefined);
    await killAll(mark);
    await drained(pipes, clock);
    await removeTree(folder);
    await removeTree(socket);
  };
  try {
    // A killed Portside's may still be there.
    await tmux('kill-server').catch(() => undefined);
    await killAll(mark);
    await ensurePrivateDirectory(folder);
    await writePrivateFile(join(folder, 'argv.json'), JSON.stringify(argv));
    for (const name of ['stdout', 'stderr', 'exit']) pipes.push(await pipe(join(folder, name), seen, cwd));
    const [stdout, stderr, exit] = pipes;
    const made = await tmux(
      'new-session',
      '-d',
      '-s',
      session,
      '-x',
      '200',
      '-y',
      '50',
      '-c',
      cwd,
      '--',
      node,
      '-e',
      `(${runInPane.toString()})(process.argv[1])`,
      folder,
    );
    if (!stdout || !stderr || !exit || made.exitCode !== 0) throw new Error(`tmux does not start: ${made.stderr.trim()}`);
    // A client that waits for what never comes ends with its server, so it tells of a session that somebody closed.
    const client = await startGroup(['tmux', '-L', session, 'wait-for', 'never'], { cwd, env: seen });
    for (const stream of [client.stdout, client.stderr]) stream.resume();
    const closed = client.exited.then(() => clock.sleep(drainMs)).then(() => killed);
    let ending: Promise<void> | undefined;
    return {
      stdout: stdout.stdout,
      stderr: stderr.stdout,
      exited: Promise.race([exitCodeFrom(exit), closed]),
      end: () => (ending ??= end()),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** A named pipe, and what comes through it. */
async function pipe(path: string, env: Record<string, string>, cwd: string): Promise<ProcessGroup> {
  await run(['mkfifo', '-m', '600', path], { env });
  const reader = await startGroup(['cat', path], { cwd, env: { PATH: env['PATH'] ?? '/usr/bin:/bin' } });
  reader.stderr.resume();
  return reader;
}

async function exitCodeFrom({ stdout }: ProcessGroup): Promise<number> {
  let text = '';
  for await (const part of stdout) text += String(part);
  return text === '' ? killed : Number(text);
}

const killed = 137;
const mostLooks = 50;

async function killAll(mark: string): Promise<void> {
  const killStrays = createStrayKiller();
  for (let looks = 0; looks < mostLooks && (await killStrays(mark)) > 0; looks += 1);
}

/** Nobody writes any more, so the readers come to an end; one that never had a writer does not. */
async function drained(pipes: ProcessGroup[], clock: Clock): Promise<void> {
  const late = new AbortController();
  await Promise.race([Promise.all(pipes.map(({ exited }) => exited)), clock.sleep(drainMs, late.signal)]);
  late.abort();
  for (const reader of pipes) reader.signal('SIGKILL');
}
