import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

const several = (value: string, before: string[]) => [...before, value];

/** What a container calls before its own program. */
export function definePreflight(program: Program, { callOf, finish, afterDashes }: Definition): void {
  program
    .command('preflight')
    .summary('wait for what a container needs, then start it')
    .description(
      'Waits until every dependency answers, then runs COMMAND in its own place: same streams, its exit code, every signal handed on. A port that accepts connections proves that somebody listens, and no more; --http asks further.',
    )
    .argument('[dependencies...]', 'HOST:PORT, or a URL such as redis://…, postgres://…')
    .usage('[options] HOST:PORT… -- COMMAND…')
    .option('--http <url>', 'has to answer with a status of 2xx or 3xx; may be said again', several, [])
    .option('--from <name>', 'NAME_HOST and NAME_PORT name it; may be said again', several, [])
    .addHelpText(
      'after',
      `\nVariables:\n  STARTUP_TIMEOUT_SECONDS   for each dependency, all at the same time; 30\n  STARTUP_FAIL_FAST         false: starts COMMAND though something is missing\n  STARTUP_DEPENDENCY_CHECK  false: starts COMMAND at once\n${example('portside preflight redis:6379 -- node server.js', 'portside preflight "$DATABASE_URL" --http http://api:8080/health -- ./start')}`,
    )
    .action(async (words, options, command) => {
      const { preflight } = await import('../preflight.ts');
      const dependencies = words.slice(0, words.length - (afterDashes?.length ?? 0));
      finish(await preflight({ dependencies, ...options, command: afterDashes }, callOf(command)));
    });
}
