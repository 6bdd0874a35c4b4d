import { stripVTControlCharacters } from 'node:util';
import { hasTerminal, run, runInTerminal } from '../system/process.ts';
import type { ProcessResult } from '../system/process.ts';
import { pathKind } from '../system/read.ts';
import { composeError, problemOfOneOff } from './classify.ts';
import { findComposeProgram, noCompose } from './compose/program.ts';
import { buildArgs, configArgs, createArgs, execArgs, logsArgs, oneOffArgs, pullArgs } from './compose-args.ts';
import type { Surroundings } from './connect/address.ts';
import { EngineError } from './interface.ts';
import type { Compose, ComposeInput, ComposeRun, EngineErrorKind } from './interface.ts';

/** Docker Compose as a child process; `engine` is the environment that `connect` found, so that both talk to the same engine. */
export function createCompose({ engine, ...surroundings }: Surroundings & { engine: Record<string, string> }): Compose {
  let program: Promise<string[]> | undefined;

  return {
    async config(project) {
      const { stdout } = await succeed(configArgs(project), project);
      return JSON.parse(stdout) as unknown;
    },
    build: (project, services, how) => work(buildArgs(project, services), project, how, 'build-failed'),
    pull: (project, services, how) => work(pullArgs(project, services), project, how, 'image-not-found'),
    create: (project, services, how, scale) => work(createArgs(project, services, scale), ignoringOrphans(project), how),
    async oneOff(project, service, command, how) {
      const { exitCode, stderr } = await child(oneOffArgs(project, service, command), ignoringOrphans(project), how);
      const problem = exitCode === 0 ? undefined : problemOfOneOff(stderr);
      if (problem) throw problem;
      return exitCode;
    },
    async exec(composeName, service, command) {
      const args = execArgs(composeName, service, command, { terminal: hasTerminal() });
      return runInTerminal([...(await findProgram()), ...args], { env: environmentFor(bystander), cwd: bystander.directory });
    },
    async logs(composeName, services, options, how) {
      const reading = work(logsArgs(composeName, services, options), bystander, { ...how, keepOutput: !options.follow });
      await reading.catch((error: unknown) => {
        // Whoever follows ends it by an abort.
        if (!how.signal?.aborted) throw error;
      });
    },
  };

  async function work(args: string[], place: Place, how: ComposeRun, otherwise: EngineErrorKind = 'compose'): Promise<void> {
    await succeed(args, place, how, otherwise);
  }

  async function succeed(args: string[], place: Place, how?: ComposeRun, otherwise?: EngineErrorKind): Promise<ProcessResult> {
    const result = await child(args, place, how);
    if (result.exitCode === 0) return result;
    throw composeError(result.stderr, otherwise);
  }

  async function child(args: string[], place: Place, { onLine, ...how }: ComposeRun = {}): Promise<ProcessResult> {
    const argv = [...(await findProgram()), ...args];
    const result = await run(argv, {
      ...{ cwd: await standingPlace(place), env: environmentFor(place), ...how },
      ...(onLine && { onLine: (line: string) => onLine(stripVTControlCharacters(line).trimEnd()) }),
    }).catch(explain);
    if (result.exitCode !== 0 && withoutPlugin.test(result.stderr)) throw noCompose();
    return result;
  }

  function findProgram(): Promise<string[]> {
    return (program ??= findComposeProgram(surroundings));
  }

  function environmentFor({ environment }: Place): Record<string, string | undefined> {
    // COMPOSE_* of the user's shell has been read into the project's files and profiles by now, and must not count twice.
    return { ...(environment ?? surroundings.environment), COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined, ...engine };
  }
}

type Place = Pick<ComposeInput, 'directory'> & { environment?: ComposeInput['environment'] };

/** Away from every Compose file: with a project's name alone Compose goes by what runs. */
const bystander: Place = { directory: '/' };

/** A rollback needs no file of the project, whose folder may be gone. */
async function standingPlace({ directory }: Place): Promise<string> {
  return (await pathKind(directory)) === 'directory' ? directory : bystander.directory;
}

function ignoringOrphans(project: ComposeInput): Place {
  return { directory: project.directory, environment: { ...project.environment, COMPOSE_IGNORE_ORPHANS: 'true' } };
}

/** An abort is no failure of Compose's, and passes through. */
function explain(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw noCompose(error);
  if (error instanceof Error && 'syscall' in error) throw new EngineError('compose', error.message, { cause: error });
  throw error;
}

/** What docker's own command says of `compose …` where it has no such plugin: it takes the words for its own. */
const withoutPlugin =
  /is not a docker command|unknown (?:shorthand )?(?:flag|command).*compose|unknown (?:shorthand )?flag: [^]*Usage: +docker \[OPTIONS\] COMMAND/;
