import type { ImproveEnded, ImproveOptions, ImprovePlan } from '../contract/improve.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { improveEnding } from './print/improve-ending.ts';
import { showImprove } from './print/improve.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

export interface ImproveFlags {
  agent?: string | undefined;
  until?: string | undefined;
  goal?: string | undefined;
  model?: string | undefined;
  url?: string | undefined;
  limit?: ImproveOptions['limit'] | undefined;
  time?: number | undefined;
  tokens?: number | undefined;
  dollars?: number | undefined;
  patience?: number | undefined;
  backoff?: number | undefined;
  timeout?: number | undefined;
  try?: number | undefined;
  silence?: number | undefined;
  includeDirty?: true | undefined;
  isolate?: true | undefined;
  image?: string | undefined;
  host?: string[] | undefined;
  pass?: string[] | undefined;
  tmux?: true | undefined;
  stopHook?: string | undefined;
  merge?: true | undefined;
  init?: true | undefined;
  restart?: true | undefined;
  file?: string[] | undefined;
  envFile?: string[] | undefined;
  profile?: string[] | undefined;
  approve?: true | undefined;
  yes?: true | undefined;
  dryRun?: true | undefined;
  record?: string | undefined;
}

/** Has an agent work on a project, shows how far it is, and says how it ended. */
export async function improve(words: string[], command: string[] | undefined, flags: ImproveFlags, call: Call): Promise<number> {
  const { world } = call;
  refuseContradictions(words, command, flags);
  const options = optionsOf(words, command, flags);
  const app = await world.openApp();
  if (flags.dryRun) {
    const { prompt } = await app.improvePrompt(options);
    world.stdout.write(call.flags.json ? json({ prompt }) : prompt);
    return exitCode.verified;
  }
  const shown = showImprove(call);
  const signal = world.interruptible(() => shown.say('still taking down what was started: it takes a moment'));
  signal.addEventListener('abort', () => shown.say('interrupted: ending the agent, and taking down what it was judged by'), { once: true });
  const hooks = { listen: shown.listen, signal, approve: (plan: ImprovePlan) => approved(plan, flags, call, shown.pause) };
  const run = (asked: ImproveOptions) => app.improve(asked, hooks);
  const ended = await run(options)
    .catch((error: unknown) => offerRepository(error, flags, call).then(() => run({ ...options, init: true })))
    .finally(() => shown.close());
  tell(ended, call);
  return ended.exit;
}

function tell(ended: ImproveEnded, { world, flags }: Call): void {
  if (flags.json) world.stdout.write(json(ended.record));
  if (flags.events) return;
  const { before, result, after } = improveEnding(ended, inkFor(world, world.stderr), world.currentDirectory);
  if (!flags.quiet || ended.exit !== exitCode.verified) world.stderr.write(before);
  // Into a pipe or a file it goes as a patch: whole, with its tabs, without colours.
  if (!flags.json) world.stdout.write(world.stdout.isTTY ? result : ended.diff);
  if (!flags.quiet) world.stderr.write(after);
}

/** The first thing that happens is the question. Throws UserError where nobody can be asked. */
async function approved(
  { agent, criteria, limit }: ImprovePlan,
  flags: ImproveFlags,
  { world, flags: all }: Call,
  pause: () => void,
): Promise<boolean> {
  if (!flags.approve || flags.yes) return true;
  if (!isAtTerminal(world) || all.json || all.events)
    throw new UserError({
      code: 'not-approved',
      exit: exitCode.usage,
      message: 'it asks for approval, and nobody is there to give it',
      hint: 'say it beforehand: --approve --yes; or leave --approve out',
    });
  pause();
  return world.confirm(`Let ${agent} work on it, ${limit}, until this holds: ${criteria.join(', ')}?`);
}

/** Where there is no repository, one is offered; anything else is thrown on. */
async function offerRepository(error: unknown, flags: ImproveFlags, { world, flags: all }: Call): Promise<void> {
  const none = error instanceof UserError && (error.code === 'no-repository' || error.code === 'no-commit');
  if (!none || flags.init || !isAtTerminal(world) || all.json || all.events) throw error;
  if (!flags.yes && !(await world.confirm('Make a git repository here, with all that is in it as its first commit?'))) throw error;
}

function isAtTerminal({ stderr, stdout }: Call['world']): boolean {
  return stderr.isTTY === true && stdout.isTTY === true;
}

function refuseContradictions(words: string[], command: string[] | undefined, { agent, url, isolate, tmux }: ImproveFlags): void {
  const contradiction =
    words.length > 1
      ? [`it takes one folder, and ${words.length} were named`, 'the command of an agent comes after --']
      : isolate && tmux
        ? ['--isolate and --tmux exclude each other', 'leave one of them out']
        : command?.length && agent !== undefined && agent !== 'command'
          ? [`a command was given, and ${agent} runs its own`, 'leave the command out, or say --agent command']
          : url !== undefined && (agent === 'rules' || agent === 'command')
            ? [`--url is for http and openai, and ${agent} asks no server`, 'leave it out']
            : undefined;
  if (contradiction) throw wrongUsage(contradiction);
}

function wrongUsage([message = '', hint = '']: string[]): UserError {
  return new UserError({ code: 'wrong-usage', exit: exitCode.usage, message, hint });
}

function optionsOf([directory]: string[], command: string[] | undefined, flags: ImproveFlags): ImproveOptions {
  const options: { [Key in keyof ImproveOptions]: ImproveOptions[Key] | undefined } = {
    directory,
    files: flags.file,
    envFiles: flags.envFile,
    profiles: flags.profile,
    agent: flags.agent,
    until: flags.until,
    goal: flags.goal,
    model: flags.model,
    command: command && command.length > 0 ? command : undefined,
    url: flags.url,
    limit: flags.limit,
    timeMs: flags.time,
    tokens: flags.tokens,
    dollars: flags.dollars,
    patienceMs: flags.patience,
    backoffMs: flags.backoff,
    timeoutMs: flags.timeout,
    tryMs: flags.try,
    quietMs: flags.silence,
    includeDirty: flags.includeDirty,
    isolate: flags.isolate,
    image: flags.image,
    hosts: flags.host,
    pass: flags.pass,
    tmux: flags.tmux,
    stopHook: flags.stopHook,
    merge: flags.merge,
    init: flags.init,
    restart: flags.restart,
    recordFile: flags.record,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
