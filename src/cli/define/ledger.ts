import { Option } from '@commander-js/extra-typings';
import { parseDuration } from '../duration.ts';
import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { defineHistory } from './history.ts';

/** What is done with the ledger as a whole, below `portside history`. */
export function defineLedger(history: ReturnType<typeof defineHistory>, { callOf, finish }: Definition): void {
  history
    .command('export')
    .summary('every record as a line of JSON')
    .description('Writes every record of yours, oldest first, as a line of JSON; each is checked before it goes out.')
    .argument('[FILE]', 'a new file; by default standard output')
    .addHelpText('after', example('portside history export records.ndjson', 'portside history export | gzip > records.gz'))
    .action(async (file, _options, command) => {
      const { exportHistory } = await import('../ledger/export.ts');
      finish(await exportHistory(file, callOf(command)));
    });

  history
    .command('import')
    .summary('take in what was exported')
    .description(
      'Takes in records that `history export` wrote: into an empty ledger, as on a new machine, or behind those of the same ledger. All are checked before the first is kept.',
    )
    .argument('<FILE>', 'as `history export FILE` wrote it')
    .addHelpText('after', example('portside history import records.ndjson'))
    .action(async (file, _options, command) => {
      const { importHistory } = await import('../ledger/import.ts');
      finish(await importHistory(file, callOf(command)));
    });

  history
    .command('prune')
    .summary('remove old records, and keep the chain provable')
    .description(
      'Removes records older than --keep. A checkpoint stands for them: it carries their last hash and what counts for the ratios. What left an instance as it is stays, and all that came later.',
    )
    .addOption(new Option('--keep <duration>', 'records that are younger stay, such as 90d').argParser(parseDuration).makeOptionMandatory())
    .option('--dry-run', 'say how many would go; remove none')
    .option('--yes', 'do not ask')
    .addHelpText('after', example('portside history prune --keep 90d --dry-run', 'portside history prune --keep 1000d --yes'))
    .action(async (options, command) => {
      const { pruneHistory } = await import('../ledger/prune.ts');
      finish(await pruneHistory(options, callOf(command)));
    });

  history
    .command('key')
    .summary('sign records, and with which key')
    .description(
      "Shows the public key that this machine's records are signed with (Ed25519). The private one lies in PORTSIDE_HOME, for this user only.",
    )
    .option('--make', 'make one where there is none: from then on each record is signed')
    .addHelpText('after', example('portside history key --make'))
    .action(async (options, command) => {
      const { historyKey } = await import('../ledger/key.ts');
      finish(await historyKey(options, callOf(command)));
    });
}
