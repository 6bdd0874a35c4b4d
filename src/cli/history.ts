import type { App } from '../contract/app.ts';
import type { DocumentWritten, HistoryOptions } from '../contract/history.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { historyText } from './print/history.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

interface HistoryFlags {
  limit: number;
  instance?: string | undefined;
  markdown?: true | undefined;
  write?: string | undefined;
  stats?: true | undefined;
  html?: string | undefined;
}

/** What the ledger has of a project. */
export async function history(project: string | undefined, wanted: HistoryFlags, call: Call): Promise<number> {
  const { limit, instance, markdown, write, stats, html } = wanted;
  const { world, flags } = call;
  const app = await world.openApp();
  const options: HistoryOptions = { limit, ...(project === undefined ? {} : { project }), ...(instance === undefined ? {} : { instance }) };
  if (write !== undefined) tellWritten(await app.writeHistory(write, options), call);
  else if (html !== undefined) tellWritten(await app.writeStatsPage(html, options), call);
  else if (stats) await showStats(app, options, call);
  else if (!markdown) await showHistory(app, options, call);
  else {
    const block = await app.historyDocument(options);
    world.stdout.write(flags.json ? json({ markdown: block }) : `${block}\n`);
  }
  return exitCode.verified;
}

async function showHistory(app: App, options: HistoryOptions, { world, flags }: Call): Promise<void> {
  const view = await app.history(options);
  if (flags.json) return void world.stdout.write(json(view));
  const { table, words } = historyText(view, {
    now: world.now(),
    ink: inkFor(world, world.stdout),
    width: world.stdout.columns ?? usualWidth,
    verbose: flags.verbose ?? false,
  });
  world.stdout.write(table);
  if (!flags.quiet) world.stderr.write(words);
}

const usualWidth = 100;

async function showStats(app: App, options: HistoryOptions, { world, flags }: Call): Promise<void> {
  const figures = await app.historyStats(options);
  if (flags.json) return void world.stdout.write(json(figures));
  const say = (text: string) => void (flags.quiet || world.stderr.write(text));
  if (figures.from === undefined) return say('nothing is recorded yet: the next portside up is\n');
  const { statsText } = await import('./print/stats.ts');
  world.stdout.write(statsText(figures, { ink: inkFor(world, world.stdout), width: world.stdout.columns ?? usualWidth }));
  say(`\nportside history --html history.html  ${inkFor(world, world.stderr).dim('draws it as a page')}\n`);
}

function tellWritten(written: DocumentWritten, { world, flags }: Call): void {
  const { green, dim, marks } = inkFor(world, world.stderr);
  if (flags.json) world.stdout.write(json(written));
  const words = { created: 'made', updated: 'brought up to date', none: 'was up to date' }[written.change];
  if (!flags.quiet) world.stderr.write(`${green(marks.ok)} ${written.file} ${words}\n${dim('the same command again keeps it current')}\n`);
}
