import type { Repairing } from '../contract/check.ts';
import type { Explained } from '../contract/diagnosis.ts';
import { exitCode } from '../contract/user-error.ts';
import { offerRepair } from './offer-repair.ts';
import { diagnosisLines } from './print/diagnosis.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

interface DiagnoseFlags {
  fix?: true | undefined;
  yes?: true | undefined;
}

/** Why an execution failed, or what is wrong with an instance now. 0: explained, or well; 1: no rule knows why. */
export async function diagnose(reference: string | undefined, wanted: DiagnoseFlags, call: Call): Promise<number> {
  const { world, flags } = call;
  const app = await world.openApp();
  const { explained, repair } = await app.diagnose(reference);
  world.stdout.write(flags.json ? json(explained) : explainedText(explained, wanted, call));
  if (explained.diagnosis) await mend(repair, wanted, call);
  if (explained.execution_uuid && !flags.json && !flags.quiet)
    world.stderr.write(`${inkFor(world, world.stderr).dim(`execution ${explained.execution_uuid}`)}\n`);
  return explained.diagnosis?.cause === 'unknown' ? exitCode.failed : exitCode.verified;
}

function explainedText({ diagnosis, instance }: Explained, { fix }: DiagnoseFlags, { world }: Call): string {
  const ink = inkFor(world, world.stdout);
  const { bold, green, red, marks } = ink;
  if (!diagnosis) return `${green(marks.ok)} ${bold(instance)}: nothing is wrong as far as can be seen\n`;
  // With --fix the diff is shown on its own.
  const { patch: _patch, ...withoutPatch } = diagnosis;
  const lines = diagnosisLines(fix ? withoutPatch : diagnosis, ink);
  return [`${red(marks.failed)} ${bold(instance)}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

async function mend(repair: Repairing | undefined, { fix, yes }: DiagnoseFlags, call: Call): Promise<void> {
  const { world, flags } = call;
  const say = (text: string) => (flags.quiet || flags.json ? undefined : world.stderr.write(text));
  if (!fix) return void (repair && say('\nportside diagnose --fix makes this change\n'));
  if (!repair) return void say('\nnothing can be repaired without you\n');
  const offer = { yes: yes ?? false, forPeople: true, question: 'Repair it like this?', unasked: 'portside diagnose --fix --yes' };
  const files = await offerRepair(repair, offer, call);
  const { green, marks } = inkFor(world, world.stderr);
  if (files) say(`${green(marks.ok)} repaired ${files.join(', ')}\n\nportside up tries again\n`);
}
