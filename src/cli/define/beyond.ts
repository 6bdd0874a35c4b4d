import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** Portside as a server. */
export function defineBeyond(program: Program, { callOf, finish }: Definition): void {
  program.commandsGroup('Beyond: who else may use it?');
  program
    .command('serve')
    .summary('the executor: agent commands over a WebSocket')
    .description(
      'Serves HTTP and a WebSocket that run commands, on this machine only unless PORTSIDE_HOST says otherwise. Its settings are environment variables.',
    )
    .option('--roles <roles>', 'what it is to be, separated by commas: executor', (value: string) => value.split(',').filter(Boolean), [
      'executor',
    ])
    .addHelpText('after', example('portside serve --roles executor', 'API_PORT=9000 WEBSOCKET_PORT=9003 portside serve'))
    .action(async (options, command) => {
      const { serve } = await import('../serve.ts');
      finish(await serve(options, callOf(command)));
    });
}
