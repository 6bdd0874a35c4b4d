import { exitCode } from '../contract/user-error.ts';
import { diagnosisLines } from './print/diagnosis.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import type { Call } from './world.ts';

/** Why an execution failed, or what is wrong with an instance now. 0: explained, or well; 1: no rule knows why. */
export async function diagnose(reference: string | undefined, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const explained = await app.diagnose(reference);
  const { diagnosis, instance, execution_uuid: uuid } = explained;
  const { bold, dim, green, red, marks, ...ink } = inkFor(world, world.stdout);
  if (flags.json) {
    world.stdout.write(json(explained));
  } else if (diagnosis) {
    const lines = diagnosisLines(diagnosis, { bold, dim, green, red, marks, ...ink });
    world.stdout.write([`${red(marks.failed)} ${bold(instance)}`, ...lines.map((line) => `  ${line}`), ''].join('\n'));
  } else {
    world.stdout.write(`${green(marks.ok)} ${bold(instance)}: nothing is wrong as far as can be seen\n`);
  }
  if (uuid && !flags.json && !flags.quiet) world.stderr.write(`${inkFor(world, world.stderr).dim(`execution ${uuid}`)}\n`);
  return diagnosis?.cause === 'unknown' ? exitCode.failed : exitCode.verified;
}
