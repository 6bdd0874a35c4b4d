import { parseDuration } from '../duration.ts';
import { parsePercent } from '../percent.ts';
import type { Definition } from './definition.ts';
import type { Program } from './root.ts';
import { each } from './each.ts';
import { example } from './example.ts';
import { defineLook } from './look.ts';

/** up, down, and what is looked at in between. */
export function defineEveryday(program: Program, definition: Definition): void {
  program.commandsGroup('Every day: does it run, and where do I reach it?');
  defineUp(program, definition);
  defineLook(program, definition);
  defineDown(program, definition);
}

function defineUp(program: Program, { callOf, finish }: Definition): void {
  program
    .command('up')
    .summary('start it, or what changed in it, and prove that it runs')
    .description('Brings an instance to what its Compose files say, and proves from outside that it runs. A failure is undone.')
    .argument('[dir]', "the project's folder; by default this one, or the nearest above it with a Compose file")
    .option('--name <id>', "the instance's name; by default the git branch's")
    .option('--new', 'a fresh copy under a fresh name')
    .option('--only <services>', 'only these services and what they need, separated by commas', eachOfList)
    .option('-f, --file <file>', 'a Compose file (may be given again)', each)
    .option('--env-file <file>', 'a file of variables (may be given again)', each)
    .option('--profile <profile>', 'a Compose profile (may be given again)', each)
    .option('--port <name=port>', 'demand a host port, such as api=8001 or web:8000=8001', each)
    .option('--timeout <duration>', 'give up on a service after this long: 90, 90s, 2m', parseDuration)
    .option('--settle <duration>', 'watch what was replaced for this much longer', parseDuration)
    .option('--wait <duration>', 'wait this long where another command is at work on the instance', parseDuration)
    .option('--drain <duration>', 'let requests and WebSockets of the old version go on for this long; by default 30s', parseDuration)
    .option('--canary <percent>', 'give the new version this share of the requests, and keep the old one beside it', parsePercent)
    .option('--promote', 'end a canary: the new version takes all')
    .option('--abort', 'end a canary: the old version takes all again')
    .option('--snapshot', 'take a snapshot of its volumes first, which rollback --restore can put back')
    .option('--keep', 'leave a failed instance for a look')
    .option('--adopt', 'take over what plain Compose runs of this project, with its volumes and names')
    .option('--dry-run', 'say what would be done, and why; do nothing')
    .option('--record <file>', 'copy the record to this file')
    .option('--yes', 'answer yes to every question')
    .addHelpText(
      'after',
      example(
        'portside up examples/hello',
        'portside up --new --port api=8001',
        'portside up --canary 10 && portside up --promote',
        'portside up --json > record.json',
      ),
    )
    .action(async (directory, options, command) => {
      const { up } = await import('../up.ts');
      finish(await up(directory, options, callOf(command)));
    });
}

function defineDown(program: Program, { callOf, finish }: Definition): void {
  program
    .command('down')
    .summary('take an instance down')
    .description('Takes an instance down: its containers, its networks, its leases; its volumes only with --volumes.')
    .argument('[INSTANCE]', "by default this branch's; with --all a project's folder")
    .option('--volumes', 'its data too')
    .option('--all', 'every instance of this project')
    .option('--everything', 'every instance of yours, whatever the project')
    .option('--record <file>', 'copy the record to this file')
    .option('--yes', 'answer yes to every question')
    .addHelpText('after', example('portside down demo', 'portside down --all --volumes'))
    .action(async (reference, options, command) => {
      const { down } = await import('../down.ts');
      finish(await down(reference, options, callOf(command)));
    });
}

function eachOfList(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(',').filter(Boolean)];
}
