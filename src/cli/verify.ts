import { exitCode } from '../contract/user-error.ts';
import { auditExit } from '../contract/verify.ts';
import { json, line } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { ledgerText } from './print/verify-ledger.ts';
import { pointText, verdictText } from './print/verify.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

/** Did it happen, and does it still hold? */
export async function verify(reference: string | undefined, { ledger }: { ledger?: true | undefined }, call: Call): Promise<number> {
  if (ledger && reference !== undefined)
    throw usageError('--ledger looks at all of the ledger, and a UUID at one execution', 'leave out one of them');
  return ledger ? verifyLedger(call) : verifyExecution(reference, call);
}

async function verifyExecution(reference: string | undefined, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const ink = inkFor(world, world.stdout);
  let before: string | undefined;
  const report = await app.verify(reference, (point) => {
    if (flags.events) world.stdout.write(line({ event: 'point', ...point }));
    else if (!flags.json && !flags.quiet) world.stdout.write(pointText(point, before, ink));
    before = point.point;
  });
  if (flags.events) world.stdout.write(line({ event: 'end', report }));
  else world.stdout.write(flags.json ? json(report) : verdictText(report, ink, flags.quiet ?? false));
  if (!flags.json && !flags.events && !flags.quiet) world.stderr.write(nextText(report.next));
  return auditExit(report);
}

async function verifyLedger({ world, flags }: Call): Promise<number> {
  const report = await world.verifyLedger();
  world.stdout.write(
    flags.json
      ? json(report)
      : flags.events
        ? line({ event: 'end', report })
        : ledgerText(report, inkFor(world, world.stdout), flags.quiet ?? false),
  );
  if (!flags.json && !flags.events && !flags.quiet) world.stderr.write(nextText(report.next));
  return report.holds ? exitCode.verified : exitCode.failed;
}

function nextText(next: string[]): string {
  return next.length === 0 ? '' : `\nnext: ${next.join(', ')}\n`;
}
