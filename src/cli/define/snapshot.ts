import type { Definition } from './definition.ts';
import { each } from './each.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** Copies of an instance's data, and the way back to them. */
export function defineSnapshot(program: Program, { callOf, finish }: Definition): void {
  const snapshot = program
    .command('snapshot')
    .summary("copy an instance's volumes")
    .description(
      "Copies an instance's volumes while the services that use them are stopped, or quiesced where x-portside.snapshot says how, and proves that they run again. " +
        'Folders of the machine are no volumes; external ones are taken by name.',
    )
    .argument('[INSTANCE]', "by default this branch's")
    .usage('[options] [INSTANCE] | list')
    .option('--volume <name>', 'only this one, as the Compose file or the engine calls it (may be given again)', each)
    .option('--record <file>', 'copy the record to this file')
    .helpCommand(false)
    .addHelpText('after', example('portside snapshot', 'portside snapshot demo --volume data'))
    .action(async (reference, options, command) => {
      const { snapshot: take } = await import('../snapshot.ts');
      finish(await take(reference, options, callOf(command)));
    });

  snapshot
    .command('list')
    .summary('the snapshots there are')
    .description('Every snapshot, the newest first: of one instance, or all of yours.')
    .argument('[INSTANCE]', 'its name, as `portside ps` shows it, or project/name; it need not run any more')
    .addHelpText('after', example('portside snapshot list', 'portside snapshot list demo --json'))
    .action(async (reference, _options, command) => {
      const { listSnapshots } = await import('../snapshot-list.ts');
      finish(await listSnapshots(reference, callOf(command)));
    });
}

/** The way back. */
export function defineRestore(program: Program, { callOf, finish }: Definition): void {
  program
    .command('restore')
    .summary('bring the volumes back to a snapshot')
    .description(
      'Empties volumes in place and fills them from a snapshot, after checking it. The services that use them are stopped meanwhile, and proved to run again.',
    )
    .argument('[words...]', "an instance, by default this branch's; and a snapshot, by default its newest")
    .usage('[options] [INSTANCE] [SNAPSHOT]')
    .option('--volume <name>', 'only this one, as the Compose file or the engine calls it (may be given again)', each)
    .option('--record <file>', 'copy the record to this file')
    .option('--yes', 'do not ask')
    .addHelpText('after', example('portside restore', 'portside restore demo 20261121-152800-0b9d --volume data'))
    .action(async (words, options, command) => {
      const { restore } = await import('../restore.ts');
      finish(await restore(words, options, callOf(command)));
    });
}
