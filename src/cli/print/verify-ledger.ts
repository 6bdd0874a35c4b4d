import type { LedgerReport } from '../../contract/verify.ts';
import type { Ink } from './ink.ts';

/** What the ledger is; or its first break, and what to do. */
export function ledgerText(report: LedgerReport, ink: Ink, quiet: boolean): string {
  const { green, red, yellow, marks } = ink;
  const lines = quiet ? [] : facts(report, ink);
  if (report.break)
    return [
      ...lines,
      `${red(marks.failed)} ${ink.bold('broken-chain')}: ${report.break.detail}`,
      ...(quiet ? [] : advice(report.break).map((line) => `  ${line}`)),
      '',
    ].join('\n');
  if (report.verdict === 'unguarded')
    return [
      ...lines,
      `${yellow(marks.warning)} ${ink.bold('unguarded')}: the chain holds, and ${missing(report)}`,
      ...(quiet ? [] : ['  somebody took that out of the database; import an export of it into a new PORTSIDE_HOME, which has it again']),
      '',
    ].join('\n');
  return [
    ...lines,
    `${green(marks.ok)} ${ink.bold('holds')}: ${report.records === 0 ? 'the ledger is empty' : unchanged(report)}`,
    '',
  ].join('\n');
}

function facts({ records, signed, signers = [], first, last, guards, ledger_id: id }: LedgerReport, { green, red, marks }: Ink): string[] {
  const end = (one: NonNullable<LedgerReport['first']>) => `${one.sequence}, ${one.timestamp}, ${one.hash}`;
  const guarded = guards.update && guards.delete && guards.replace;
  return [
    `ledger   ${id}`,
    `records  ${records}${signed === undefined ? '' : `, ${signed} of them signed`}`,
    ...signers.map(
      ({ key, records: count, own }) => `signed   ${count} by ${key}, ${own ? "this machine's key" : "which is not this machine's key"}`,
    ),
    ...(first ? [`first    ${end(first)}`] : []),
    ...(last ? [`last     ${end(last)}`] : []),
    `guards   ${guarded ? `${green(marks.ok)} SQLite refuses to change, remove and replace records` : `${red(marks.failed)} ${missing({ guards })}`}`,
    '',
  ];
}

function unchanged({ first }: LedgerReport): string {
  const removed = first && first.sequence > 1 ? `; a checkpoint stands for those before ${first.sequence}` : '';
  return `no record was changed, removed, moved or put in${removed}`;
}

function missing({ guards }: Pick<LedgerReport, 'guards'>): string {
  const what = [...(guards.update ? [] : ['change']), ...(guards.delete ? [] : ['remove']), ...(guards.replace ? [] : ['replace'])];
  return `SQLite does not refuse any more to ${what.join(', ')} records`;
}

/** What is lost cannot be brought back from a chain; a copy can. */
function advice({ at, kind, execution_uuid: uuid }: NonNullable<LedgerReport['break']>): string[] {
  const before = at > 1 ? `Records 1 to ${at - 1} hold.` : 'No record before it can be relied on.';
  const file = uuid && kind !== 'cut-off' ? [`What its file says: records/${uuid}.json in PORTSIDE_HOME.`] : [];
  return [
    `${before} From ${at} on the ledger proves nothing.`,
    ...file,
    'Bring back portside.db from a backup, or keep this one as evidence and begin a new one: PORTSIDE_HOME=…',
  ];
}
