import { makeFolder } from '../system/rewrite.ts';
import { removeTree } from '../system/files.ts';
import type { AgentOutcome, AgentReport, Assignment, Backend, Missing, Usage } from './backend.ts';
import { createAsking } from './openai/asking.ts';
import { type CommandRules, createCommands } from './openai/commands.ts';
import type { Message } from './openai/conversation.ts';
import { below, firstModel, serverOf } from './openai/server.ts';
import { tools } from './openai/tools/all.ts';
import { type Turns, takeTurns } from './openai/turns.ts';
import type { BackendOptions } from './options.ts';
import { createHostLauncher } from './running/host-launcher.ts';
import { startWatchdog } from './running/watchdog.ts';

const commandMs = 300_000;
const lookMs = 10_000;
const longestSaid = 4000;
const mostTurns = 60;
/** Of the conversation: four to a token, about. A server that can read less says so. */
const mostCharacters = 160_000;
const defaultPath = '/usr/local/bin:/usr/bin:/bin';

/** A tool-using loop of our own against any server of OpenAI's chat completions, such as llama.cpp's. */
export function createOpenai(options: BackendOptions): Backend {
  const server = serverOf(options);
  const keyIn = (environment: Record<string, string>) => environment['OPENAI_API_KEY'] || undefined;
  return {
    name: 'openai',
    variables: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_API_BASE', 'OPENAI_MODEL', 'LLAMA_CPP_HOST', 'LLAMA_CPP_PORT'],
    async missing() {
      if (!server) return nowhere;
      const found = await firstModel(server, keyIn(options.environment), AbortSignal.timeout(lookMs));
      if ('what' in found) return { what: found.what, mend: found.mend };
      return options.model || options.environment['OPENAI_MODEL'] || found.model ? undefined : unnamed;
    },
    async work(assignment) {
      if (!server) return reportOf({ kind: 'needs-a-person', reason: nowhere.what, mend: nowhere.mend });
      const { environment } = assignment;
      const named = assignment.model ?? options.model ?? environment['OPENAI_MODEL'];
      const found = named ? { model: named } : await firstModel(server, keyIn(environment), within(assignment.signal));
      assignment.signal.throwIfAborted();
      if ('what' in found) {
        const { what: reason, mend, isRefused } = found;
        return reportOf(isRefused ? { kind: 'needs-a-person', reason, mend } : { kind: 'infrastructure', reason });
      }
      if (!found.model) return reportOf({ kind: 'needs-a-person', reason: unnamed.what, mend: unnamed.mend });
      return work(assignment, { ...options, server, model: found.model, key: keyIn(environment) });
    },
  };
}

/** A server that takes a question and never answers it is not waited for. */
function within(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(lookMs)]);
}

const nowhere: Missing = {
  what: 'no OpenAI-compatible server is named',
  mend: 'Give its address with --url, such as http://127.0.0.1:8080/v1.',
};
const unnamed: Missing = { what: 'no model is named, and the server lists none', mend: 'Name one with --model.' };

type Chosen = BackendOptions & { server: URL; model: string; key: string | undefined };

async function work(assignment: Assignment, settings: Chosen): Promise<AgentReport> {
  const home = `${assignment.promptFile}.home`;
  await makeFolder(home);
  const watchdog = startWatchdog({ quietMs: () => assignment.quietMs, timeoutMs: assignment.timeoutMs }, settings.clock);
  const ended = new AbortController();
  const signal = AbortSignal.any([assignment.signal, ended.signal]);
  const listen: Assignment['listen'] = (event) => {
    watchdog.calm();
    assignment.listen(event);
  };
  const usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let said = '';
  const turns = takeTurns({
    ...turnsOf(assignment, settings, listen, home),
    signal,
    onUsage: (used) => addTo(usage, used),
    onText: (text) => void (said = text.slice(0, longestSaid)),
  });
  const bitten = watchdog.bitten.then((why) => ({
    kind: 'stalled' as const,
    reason: why === 'quiet' ? 'silent for too long' : 'longer at it than it may be',
  }));
  try {
    return reportOf(await Promise.race([turns, bitten]), usage, said);
  } finally {
    watchdog.stop();
    ended.abort(new Error('the try is over'));
    await turns.catch(() => undefined);
    await removeTree(home);
  }
}

function turnsOf(
  assignment: Assignment,
  options: Chosen,
  listen: Assignment['listen'],
  home: string,
): Omit<Turns, 'signal' | 'onUsage' | 'onText'> {
  const { server, model, key, clock, launcher = createHostLauncher(options), fullRights, runnable = [] } = options;
  const allowed = fullRights ? 'all' : runnable;
  const { worktree, directory, budget } = assignment;
  const env = { PATH: assignment.environment['PATH'] ?? defaultPath, HOME: home, TMPDIR: home, LANG: 'C.UTF-8' };
  const onLife = () => listen({ event: 'alive' });
  const commands = createCommands({ allowed, launcher, env, timeoutMs: commandMs, clock, onLife });
  return {
    messages: beginning(assignment, allowed),
    asking: createAsking({ url: below(server, 'chat/completions'), key, model, tools, most: mostCharacters, clock, listen }),
    tools,
    workplace: { worktree, directory, commands },
    mostTurns,
    ...(budget?.tokens === undefined ? {} : { mostTokens: budget.tokens }),
    listen,
  };
}

function beginning({ prompt }: Assignment, commands: CommandRules['allowed']): Message[] {
  const runnable =
    commands === 'all'
      ? 'Any command may be run.'
      : `Commands that may be run: ${commands.map((words) => `\`${words.join(' ')}\``).join(', ') || 'none'}.`;
  const system = `You change the files of a project until its task is done. Use the tools: nothing that you only say changes anything. Paths are relative to the project's folder. ${runnable} When all is done, say in one sentence what you changed.`;
  return [
    { role: 'system', text: system },
    { role: 'user', text: prompt },
  ];
}

function addTo(sum: Usage, { inputTokens, outputTokens, dollars }: Usage): void {
  sum.inputTokens += inputTokens;
  sum.outputTokens += outputTokens;
  if (dollars !== undefined) sum.dollars = (sum.dollars ?? 0) + dollars;
}

function reportOf(outcome: AgentOutcome, usage: Usage = { inputTokens: 0, outputTokens: 0 }, said = ''): AgentReport {
  return { outcome, usage, said };
}
