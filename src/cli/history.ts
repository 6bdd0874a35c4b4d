import type { DocumentWritten, HistoryOptions } from '../contract/history.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { historyText } from './print/history.ts';
import { inkFor } from './print/ink.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface HistoryFlags {
  limit: number;
  instance?: string | undefined;
  markdown?: true | undefined;
  write?: string | undefined;
}

/** What the ledger has of a project. */
export async function history(project: string | undefined, wanted: HistoryFlags, call: Call): Promise<number> {
  const { limit, instance, markdown, write } = wanted;
  const { world, flags } = call;
  const app = await world.openApp();
  const options: HistoryOptions = { limit, ...(project === undefined ? {} : { project }), ...(instance === undefined ? {} : { instance }) };
  if (markdown && flags.json)
    throw usageError('--markdown and --json contradict each other', '--markdown is a text to paste, --json a document for programs');
  if (markdown) {
    world.stdout.write(`${await app.historyDocument(options)}\n`);
    return exitCode.verified;
  }
  if (write !== undefined) return tellWritten(await app.writeHistory(write, options), call);
  const view = await app.history(options);
  if (flags.json) {
    world.stdout.write(json(view));
    return exitCode.verified;
  }
  const { table, words } = historyText(view, {
    now: world.now(),
    ink: inkFor(world, world.stdout),
    width: world.stdout.columns ?? 100,
    verbose: flags.verbose ?? false,
  });
  world.stdout.write(table);
  if (!flags.quiet) world.stderr.write(words);
  return exitCode.verified;
}

function tellWritten(written: DocumentWritten, { world, flags }: Call): number {
  const { green, dim, marks } = inkFor(world, world.stderr);
  if (flags.json) world.stdout.write(json(written));
  const words = { created: 'made', updated: 'brought up to date', none: 'was up to date' }[written.change];
  if (!flags.quiet) world.stderr.write(`${green(marks.ok)} ${written.file} ${words}\n${dim('the same command again keeps it current')}\n`);
  return exitCode.verified;
}
