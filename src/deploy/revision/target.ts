import { UserError, exitCode } from '../../contract/user-error.ts';
import type { RevisionRow } from '../model/revision.ts';

export interface Choice {
  /** The newest first. */
  rows: RevisionRow[];
  /** The number of the one that runs, or ran last. */
  running: number | undefined;
  /** `--to` */
  to?: number | undefined;
}

/** The revision to go back to: the one that was asked for, else the newest before that which runs. Throws UserError (exit 3) with those that there are. */
export function chooseTarget({ rows, running, to }: Choice): RevisionRow {
  if (to !== undefined) {
    const asked = rows.find(({ number }) => number === to);
    if (asked) return asked;
    throw nothingThere(`there is no revision r${to}`, { rows, running });
  }
  const place = running === undefined ? Infinity : originOf(running, rows);
  const target = rows.find(({ number }) => number < place);
  if (target) return target;
  const of = running === undefined ? 'nothing was verified yet' : `nothing before ${placeName(running, place)} is kept`;
  throw nothingThere(`there is no revision to go back to: ${of}`, { rows, running });
}

/** The revision that the one that runs brought back, so that a rollback of a rollback goes on backwards, and never to and fro. */
export function originOf(number: number, rows: RevisionRow[]): number {
  const from = rows.find((row) => row.number === number)?.from;
  return from === undefined || from >= number ? number : originOf(from, rows);
}

function placeName(running: number, place: number): string {
  return running === place ? `r${running}` : `r${place}, which runs as r${running},`;
}

function nothingThere(message: string, { rows, running }: Choice): UserError {
  const [first] = rows;
  return new UserError({
    code: 'no-such-revision',
    exit: exitCode.stopped,
    message,
    hint: first
      ? `there are: ${listed(rows, running)}; such as: portside rollback --to ${first.number}`
      : 'every verified `portside up` that changes something makes one',
  });
}

/** Such as `r3 of 2026-11-21T12:00Z (runs), r2 of 2026-11-20T09:30Z`. */
export function listed(rows: RevisionRow[], running: number | undefined): string {
  return rows
    .map(({ number, createdAt, from }) => {
      const said = [...(number === running ? ['runs'] : []), ...(from === undefined ? [] : [`r${from} brought back`])];
      return `r${number} of ${minuteOf(createdAt)}${said.length > 0 ? ` (${said.join(', ')})` : ''}`;
    })
    .join(', ');
}

function minuteOf(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16)}Z`;
}
