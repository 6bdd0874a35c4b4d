import { parseDuration } from '../duration.ts';
import { parseDollars, parseLimit, parseTime, parseTokens, parseWords } from '../budgets.ts';
import type { Definition } from './definition.ts';
import { each } from './each.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `improve`: an agent at work until it holds. */
export function defineImprove(program: Program, { callOf, finish, afterDashes }: Definition): void {
  program
    .command('improve')
    .summary('have an agent work on it until it holds')
    .description(
      'Has an agent mend a project, on a branch of its own, until every criterion holds: it comes up verified, its commands succeed, its probes answer. What the agent says does not count.',
    )
    .argument('[words...]', "the project's folder; and after -- the command of the agent `command`")
    .usage('[options] [dir] [-- COMMAND…]')
    .option('--agent <name>', 'rules (needs no model), claude, codex, gemini, opencode, goose, aider, openai, http or command', parseWords)
    .option(
      '--until <what>',
      "verified, graduated, or a command line; by default what the project's x-portside.accept asks for",
      parseWords,
    )
    .option('--goal <text>', 'what is wanted beside that, in words', parseWords)
    .option('--model <name>', 'of the agent', parseWords)
    .option('--url <url>', 'where the server of openai or http is', parseWords)
    .option('--limit <iterations>', 'a number, simple (10), default (20), complex (50), adaptive or unlimited', parseLimit)
    .option('--time <duration>', 'end after this long: 2h', parseTime)
    .option('--tokens <count>', 'end after so many tokens', parseTokens)
    .option('--dollars <amount>', 'end after so much money', parseDollars)
    .option('--patience <duration>', 'for all waits for a limit or the network together; by default 6h', parseDuration)
    .option('--backoff <duration>', 'the first wait after a fault, doubled each time; by default 5s', parseTime)
    .option('--timeout <duration>', 'give up on a service after this long: 90, 90s, 2m', parseDuration)
    .option('--try <duration>', 'end one try after this long; by default 30m', parseTime)
    .option('--silence <duration>', 'an agent without a sign of life for this long has stalled; by default 10m', parseTime)
    .option('--include-dirty', 'begin with what is changed and not committed')
    .option('--isolate', 'run the agent in a container of its own, where it may do anything')
    .option('--image <image>', 'of that container; by default portside-dev')
    .option('--host <host>', 'a host that an isolated agent may reach (may be given again)', each)
    .option('--pass <variable>', 'a variable that the agent may see (may be given again)', each)
    .option('--tmux', 'run the agent in a tmux session that you can attach to')
    .option('--stop-hook <command>', 'run when the agent stops; exit code 2 puts it back to work', parseWords)
    .option('--merge', 'merge its branch where it ends well and nothing stands in the way')
    .option('--init', 'make the git repository where there is none')
    .option('--restart', 'drop a run that did not end, instead of going on with it')
    .option('-f, --file <file>', 'a Compose file (may be given again)', each)
    .option('--env-file <file>', 'a file of variables (may be given again)', each)
    .option('--profile <profile>', 'a Compose profile (may be given again)', each)
    .option('--approve', 'ask before the first action')
    .option('--yes', 'answer yes to every question')
    .option('--dry-run', 'print the first prompt; do nothing')
    .option('--record <file>', 'copy the record to this file')
    .addHelpText(
      'after',
      example(
        'portside improve',
        'portside improve --agent claude --dollars 5 --merge',
        "portside improve --until 'npm test' --agent command -- my-agent {prompt_file}",
      ),
    )
    .action(async (words, options, command) => {
      const { improve } = await import('../improve.ts');
      const before = words.slice(0, words.length - (afterDashes?.length ?? 0));
      finish(await improve(before, afterDashes, options, callOf(command)));
    });
}
