import { Option } from '@commander-js/extra-typings';
import { parseLineCount } from '../line-count.ts';
import type { Definition } from './definition.ts';
import type { Program } from './root.ts';
import { example } from './example.ts';

/** Commands that look at what runs and change nothing. */
export function defineLook(program: Program, { callOf, finish, afterDashes }: Definition): void {
  program
    .command('ps')
    .summary('what runs, and where to reach it')
    .description('Every instance of yours: its state as the engine sees it now, and its endpoints.')
    .addHelpText('after', example('portside ps', 'portside ps --json'))
    .action(async (_options, command) => {
      const { ps } = await import('../ps.ts');
      finish(await ps(callOf(command)));
    });

  program
    .command('url')
    .summary("one endpoint's URL")
    .description('Prints one URL and nothing else. A single word is an instance where one has that name, else an endpoint.')
    .argument('[INSTANCE]', "by default this branch's")
    .argument('[NAME]', 'of the endpoint; by default api, else the first')
    .addHelpText('after', example('curl "$(portside url demo api)/health"'))
    .action(async (first, second, _options, command) => {
      const { url } = await import('../url.ts');
      finish(
        await url(
          [first, second].flatMap((word) => word ?? []),
          callOf(command),
        ),
      );
    });

  program
    .command('env')
    .summary('its ports and URLs as variables')
    .description('Prints lines that a shell can take over: INSTANCE_ID, every port and every URL.')
    .argument('[INSTANCE]', "by default this branch's")
    .addOption(new Option('--format <format>', 'for which reader').choices(['sh', 'fish', 'json'] as const).default('sh' as const))
    .addHelpText('after', example('eval "$(portside env demo)"', 'portside env demo --format fish | source'))
    .action(async (reference, options, command) => {
      const { env } = await import('../env.ts');
      finish(await env(reference, options, callOf(command)));
    });

  program
    .command('logs')
    .summary('what its services print')
    .description('Prints what the services wrote. The first word is an instance where one has that name, else a service.')
    .argument('[words...]', 'an instance, then services; by default all services')
    .usage('[options] [INSTANCE] [SERVICE…]')
    .option('-f, --follow', 'go on as it comes')
    .option('--tail <lines>', 'only the last lines of each service', parseLineCount)
    .addHelpText('after', example('portside logs demo web --tail 50', 'portside logs -f'))
    .action(async (words, options, command) => {
      const { logs } = await import('../logs.ts');
      finish(await logs(words, options, callOf(command)));
    });

  program
    .command('exec')
    .summary('a command inside a service')
    .description('Runs a command inside a running service, with this terminal; its exit code is the answer.')
    .argument('[words...]', 'an instance where it is not the default one, and the service')
    .usage('[options] [INSTANCE] SERVICE -- COMMAND…')
    .addHelpText('after', example('portside exec demo redis -- redis-cli ping', 'portside exec web -- sh'))
    .action(async (words, _options, command) => {
      const { exec } = await import('../exec.ts');
      const before = words.slice(0, words.length - (afterDashes?.length ?? 0));
      finish(await exec(before, afterDashes, callOf(command)));
    });
}
