import { parsePort } from '../port.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside mock`: servers that agents are tested against. */
export function defineMock(program: Program, { callOf, finish }: Definition): void {
  program
    .command('mock')
    .summary('models that say what a file scripts')
    .description('Stands in for a server that agents are tested against.')
    .usage('claude [options]')
    .helpCommand(false)
    .addHelpText('after', example('portside mock claude --scenario agent.yaml'))
    .command('claude')
    .summary("Anthropic's Messages API, and OpenAI's")
    .description(
      "Serves the Anthropic Messages API on 127.0.0.1, and OpenAI's chat completions and Responses, with the answers, tool calls and faults that a YAML file scripts. Needs no engine and no key.",
    )
    .option('--port <port>', 'where it listens; 0 takes a free one', parsePort, 4010)
    .option('--scenario <file>', 'what it answers; without one it runs what `run: COMMAND` asks for')
    .option('--record <file>', 'ask the API at --upstream instead, and write its answers as a scenario, without keys')
    .option('--upstream <url>', 'the API that is recorded, such as https://api.anthropic.com')
    .addHelpText(
      'after',
      example(
        'portside mock claude --scenario agent.yaml',
        'portside mock claude --record run.yaml --upstream https://api.anthropic.com',
        'ANTHROPIC_BASE_URL=http://127.0.0.1:4010 ANTHROPIC_API_KEY=any claude -p "run: ls"',
      ),
    )
    .action(async (options, command) => {
      const { mockClaude } = await import('../mock-claude.ts');
      finish(await mockClaude(options, callOf(command)));
    });
}
