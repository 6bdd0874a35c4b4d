import { parseDuration } from '../duration.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import { definePreflight } from './preflight.ts';
import type { Program } from './root.ts';

/** Portside as a server, and what can be asked of one. */
export function defineBeyond(program: Program, definition: Definition): void {
  program.commandsGroup('Beyond: who else may use it?');
  defineServe(program, definition);
  defineExecutor(program, definition);
  definePreflight(program, definition);
}

function defineServe(program: Program, { callOf, finish }: Definition): void {
  program
    .command('serve')
    .summary('the executor: agent commands over a WebSocket')
    .description(
      'Serves HTTP and a WebSocket that run commands, on this machine only unless PORTSIDE_HOST says otherwise. Its settings are environment variables.',
    )
    .option(
      '--roles <roles>',
      'what it is to be, separated by commas: executor',
      (value: string) => value.split(',').flatMap((role) => role.trim() || []),
      ['executor'],
    )
    .addHelpText('after', example('portside serve --roles executor', 'API_PORT=9000 WEBSOCKET_PORT=9003 portside serve'))
    .action(async (options, command) => {
      const { serve } = await import('../serve.ts');
      finish(await serve(options, callOf(command)));
    });
}

function defineExecutor(program: Program, { callOf, finish, afterDashes }: Definition): void {
  const usage = '[INSTANCE] -- COMMAND…';
  program
    .command('executor')
    .summary('a command through an executor')
    .description('Asks the executor of an instance, or any other.')
    .usage(`run ${usage}`)
    .helpCommand(false)
    .addHelpText('after', example('portside executor run demo -- claude --version'))
    .command('run')
    .summary('a command, as if it ran here')
    .description(
      'Runs a command through an executor: its output comes as it is written, and its exit code is the answer. Ctrl-C cancels it.',
    )
    .argument('[words...]', "an instance, by default this branch's; or the URL of an executor, ws://…, with EXECUTOR_TOKEN")
    .usage(`[options] ${usage}`)
    .option('--timeout <duration>', 'end it after this long: 90, 90s, 2m', parseDuration)
    .addHelpText(
      'after',
      example(
        'portside executor run demo -- claude --version',
        'portside executor run ws://localhost:8003 --timeout 30s --json -- uname -a',
      ),
    )
    .action(async (words, options, command) => {
      const { executorRun } = await import('../executor-run.ts');
      const before = words.slice(0, words.length - (afterDashes?.length ?? 0));
      finish(await executorRun(before, afterDashes, options, callOf(command)));
    });
}
