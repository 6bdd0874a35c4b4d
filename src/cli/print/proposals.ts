import type { Proposal } from '../../contract/proposals.ts';
import type { Ink } from './ink.ts';
import { harmless } from './width.ts';

/** What `memory proposals` shows, and what is to be said about it. */
export function proposalsText(proposals: Proposal[], ink: Ink): { table: string; words: string } {
  const waiting = proposals.filter(({ status }) => status === 'awaiting_approval');
  if (proposals.length === 0) return { table: '', words: 'the ledger suggests nothing\n' };
  const lines = proposals.flatMap((one) => [...linesOf(one, ink), '']);
  const [first] = waiting;
  const id = first?.proposal_id.slice(0, 8);
  return {
    table: lines.join('\n'),
    words: first
      ? `\nportside memory approve ${id}  ${ink.dim('agrees to the first')}\nportside memory reject ${id}\n`
      : '\nnothing waits for you\n',
  };
}

function linesOf({ proposal_id: id, title, rationale, recommended_action: action, status }: Proposal, { bold, dim }: Ink): string[] {
  const decided = status === 'awaiting_approval' ? '' : ` ${dim(status)}`;
  return [
    `${bold(id.slice(0, 8))}  ${harmless(title)}${decided}`,
    `  ${dim('Why')}  ${harmless(rationale)}`,
    `  ${dim('Do')}   ${harmless(action)}`,
  ];
}
