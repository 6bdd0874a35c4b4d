import { parseDuration } from '../duration.ts';
import { parseRevision } from '../numbers.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside rollback`. */
export function defineRollback(program: Program, { callOf, finish }: Definition): void {
  program
    .command('rollback')
    .summary('bring back what ran before, and prove that it runs')
    .description(
      "Brings an earlier revision of an instance back: its images, its configuration, its ports, whatever the project's files say now. " +
        'It goes the same way as up: what fails is undone. The next up brings the files again. ' +
        'Data stays as it is (unless --restore), and so do files and folders that are mounted; migrations are not taken back.',
    )
    .argument('[INSTANCE]', "by default this branch's")
    .option('--to <revision>', 'such as 3 or r3; by default the one before that which runs', parseRevision)
    .option('--restore', 'put its volumes back too, from the newest snapshot that was taken while it ran and has them all')
    .option('--timeout <duration>', 'give up on a service after this long: 90, 90s, 2m', parseDuration)
    .option('--settle <duration>', 'watch what was replaced for this much longer', parseDuration)
    .option('--wait <duration>', 'wait this long where another command is at work on the instance', parseDuration)
    .option('--drain <duration>', 'let requests and WebSockets of the version that goes on for this long; by default 30s', parseDuration)
    .option('--dry-run', 'say what would be done, and why; do nothing')
    .option('--record <file>', 'copy the record to this file')
    .option('--yes', 'answer yes to every question')
    .addHelpText('after', example('portside rollback', 'portside rollback demo --to 3', 'portside rollback --dry-run'))
    .action(async (reference, options, command) => {
      const { rollback } = await import('../rollback.ts');
      finish(await rollback(reference, options, callOf(command)));
    });
}
