import type { DoctorLine, DoctorReport } from '../contract/doctor.ts';
import { examine, type Examination } from './examine.ts';
import { type Fix, describeFix } from './fix.ts';
import type { DoctorTools, Seen } from './look.ts';
import { mend } from './mend.ts';

/** `agree`: asked what may be done, once it is known what that would be; without it nothing is. */
export type Agree = (report: DoctorReport) => Promise<boolean>;

/** Whether the machine is well; what can be repaired is, where that is agreed to, and then everything is looked at again. */
export async function doctor(tools: DoctorTools, agree?: Agree): Promise<DoctorReport> {
  const before = await examine(tools);
  const report = reportOf(before);
  const fixes = fixesOf(before);
  if (!agree || fixes.length === 0 || !(await agree(report))) return report;
  const done: NonNullable<DoctorReport['done']> = [];
  for (const fix of fixes) {
    done.push({ fix: describeFix(fix), ...(await mend(fix, tools.connect, tools)) });
  }
  return { ...reportOf(await examine(tools)), done };
}

/** Executions first: recovering one may be all that is needed. */
function fixesOf({ examined }: Examination): Fix[] {
  const fixes = examined.flatMap(({ seen }) => seen.flatMap((one) => one.fixes ?? []));
  const known = new Map(fixes.map((fix) => [describeFix(fix), fix]));
  return [...known.values()].toSorted((a, b) => Number(b.fix === 'recover') - Number(a.fix === 'recover'));
}

function reportOf({ examined, engine }: Examination): DoctorReport {
  const lines = examined.flatMap(({ look, seen }) => seen.map((one) => lineOf(one, look.group, look.name)));
  const broken = lines.some(({ level }) => level === 'error');
  return { exit: engine ? (broken ? 1 : 0) : 4, lines };
}

function lineOf({ fixes = [], ...seen }: Seen, group: DoctorLine['group'], look: string): DoctorLine {
  return { group, look, ...seen, ...(fixes.length > 0 ? { fixes: fixes.map(describeFix) } : {}) };
}
