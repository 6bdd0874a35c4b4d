import { exitCode } from '../../contract/user-error.ts';
import { json } from '../print/document.ts';
import { inkFor } from '../print/ink.ts';
import { proposalsText } from '../print/proposals.ts';
import type { Call } from '../world.ts';

/** What the ledger suggests to change. */
export async function listProposals({ world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const known = await (await app.proposals()).list();
  if (flags.json) world.stdout.write(json(known));
  else {
    const { table, words } = proposalsText(known, inkFor(world, world.stdout));
    world.stdout.write(table);
    if (!flags.quiet) world.stderr.write(words);
  }
  return exitCode.verified;
}

export async function decideProposal(id: string, approved: boolean, { world, flags }: Call): Promise<number> {
  const app = await world.openApp();
  const decided = await (await app.proposals()).decide(id, approved);
  if (flags.json) world.stdout.write(json(decided));
  else if (!flags.quiet)
    world.stderr.write(
      approved
        ? `approved: ${decided.title}\n\n  ${decided.recommended_action}\n`
        : `rejected: ${decided.title}\n\nportside memory proposals shows what else waits\n`,
    );
  return exitCode.verified;
}
