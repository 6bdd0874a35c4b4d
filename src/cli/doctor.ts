import type { DoctorReport } from '../contract/doctor.ts';
import { json } from './print/document.ts';
import { doctorDone, doctorText } from './print/doctor.ts';
import { inkFor } from './print/ink.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface DoctorFlags {
  fix?: true | undefined;
  yes?: true | undefined;
}

/** Is the machine well? */
export async function doctor({ fix, yes }: DoctorFlags, { world, flags }: Call): Promise<number> {
  if (fix && !yes && !world.stderr.isTTY)
    throw usageError(
      '--fix asks before it does anything, and nobody can answer here',
      'portside doctor --fix --yes does it unasked; portside doctor shows what that would be',
    );
  const app = await world.openApp();
  const ink = inkFor(world, world.stderr);
  const verbose = flags.verbose ?? false;
  const say = (text: string) => void (flags.quiet || flags.json || world.stderr.write(text));
  let asked: DoctorReport | undefined;
  const report = await app.doctor(fix ? agree : undefined);
  if (flags.json) world.stdout.write(json(report));
  // What was seen before is on the screen already; now only what came of it.
  if (report.done) say(doctorDone(report, ink));
  else if (report !== asked) say(doctorText(report, { ink, verbose }));
  return report.exit;

  async function agree(seen: DoctorReport): Promise<boolean> {
    asked = seen;
    say(doctorText(seen, { ink, verbose, willFix: true }));
    return yes || world.confirm('Do all of this?');
  }
}
