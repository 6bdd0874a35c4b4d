import type { App } from '../contract/app.ts';
import type { Checked, CheckOptions, CheckReport } from '../contract/check.ts';
import { nearest } from '../contract/nearest.ts';
import { exitCode } from '../contract/user-error.ts';
import { annotations } from './print/annotations.ts';
import { checkText, counted } from './print/check-text.ts';
import { offerRepair } from './offer-repair.ts';
import { json } from './print/document.ts';
import { explanationText } from './print/explanation.ts';
import { inkFor } from './print/ink.ts';
import { sarif } from './print/sarif.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface CheckFlags {
  name?: string | undefined;
  file?: string[] | undefined;
  envFile?: string[] | undefined;
  profile?: string[] | undefined;
  rule?: string[] | undefined;
  explain?: string | undefined;
  format?: 'text' | 'json' | 'sarif' | 'github' | undefined;
  fix?: true | undefined;
  yes?: true | undefined;
}

/** Says what is wrong with a project before anything is started, and repairs what can be repaired safely. */
export async function check(directory: string | undefined, flags: CheckFlags, call: Call): Promise<number> {
  const app = await call.world.openApp();
  if (flags.explain !== undefined) return explain(flags.explain, app, call);
  const options = optionsOf(directory, flags);
  const known = options.rules ? (await app.rules()).map(({ id }) => id) : [];
  for (const rule of options.rules ?? []) if (!known.includes(rule)) throw unknownRule(rule, known);
  const checked = await app.check(options);
  const report = flags.fix ? await fix(checked, options, flags, app, call) : checked.report;
  await print(report, { directory, ...flags }, app, call);
  return report.counts.errors > 0 ? exitCode.stopped : exitCode.verified;
}

/** Shows what it would change, asks, writes, and looks again. */
async function fix(
  { report, repair }: Checked,
  options: CheckOptions,
  { yes, format }: CheckFlags,
  app: App,
  call: Call,
): Promise<CheckReport> {
  const { world, flags } = call;
  const say = (text: string) => (flags.quiet ? undefined : world.stderr.write(text));
  if (!repair) {
    say('nothing can be repaired without you\n\n');
    return report;
  }
  const offer = {
    yes: yes ?? false,
    forPeople: (format ?? 'text') === 'text',
    question: `Repair ${report.counts.repairable === 1 ? 'it' : 'them'} like this?`,
    unasked: 'portside check --fix --yes',
  };
  const files = await offerRepair(repair, offer, call);
  if (!files) return report;
  const { green, marks } = inkFor(world, world.stderr);
  say(`${green(marks.ok)} repaired ${counted(files.length, 'file')}: ${files.join(', ')}; this is left:\n\n`);
  return (await app.check(options)).report;
}

async function print(
  report: CheckReport,
  flags: CheckFlags & { directory: string | undefined },
  app: App,
  { world, flags: everywhere }: Call,
): Promise<void> {
  const format = everywhere.json ? 'json' : (flags.format ?? 'text');
  switch (format) {
    case 'json':
      world.stdout.write(json(report));
      break;
    case 'sarif':
      world.stdout.write(json(sarif(report, await app.rules(), world.version)));
      break;
    case 'github':
      world.stdout.write(annotations(report, world.environment['GITHUB_WORKSPACE'] ?? world.currentDirectory));
      break;
    case 'text': {
      const words = [flags.directory, ...(flags.file ?? []).map((file) => `-f ${file}`)]
        .flatMap((word) => (word === undefined ? [] : [` ${word}`]))
        .join('');
      const { quiet = false, verbose = false } = everywhere;
      const texts = {
        fixCommand: `portside check${words} --fix`,
        upCommand: `portside up${words}`,
        currentDirectory: world.currentDirectory,
      };
      world.stdout.write(checkText(report, { ...texts, quiet, verbose }, inkFor(world, world.stdout)));
    }
  }
}

async function explain(rule: string, app: App, { world, flags }: Call): Promise<number> {
  const rules = await app.rules();
  const found = rules.find(({ id }) => id === rule);
  if (!found)
    throw unknownRule(
      rule,
      rules.map(({ id }) => id),
    );
  world.stdout.write(flags.json ? json(found) : explanationText(found, inkFor(world, world.stdout)));
  return exitCode.verified;
}

function unknownRule(rule: string, known: string[]): Error {
  const near = nearest(rule, known);
  return usageError(`there is no rule ${rule}`, near ? `did you mean ${near}?` : 'docs/reference/rules.md lists them all');
}

function optionsOf(directory: string | undefined, { name, file, envFile, profile, rule }: CheckFlags): CheckOptions {
  const options = { directory, name, files: file, envFiles: envFile, profiles: profile, rules: rule };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
