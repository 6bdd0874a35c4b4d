import { type DoctorLine, type DoctorReport, doctorGroups } from '../../contract/doctor.ts';
import type { Ink } from './ink.ts';

const titles: Record<DoctorLine['group'], string> = { engine: 'Engine', machine: 'Machine', portside: 'Portside', leftovers: 'Leftovers' };

interface View {
  ink: Ink;
  /** Notes and details too. */
  verbose: boolean;
  /** What would be done is about to be. */
  willFix?: boolean;
}

/** One line a look, in groups; what is wrong with what it costs and what to do, and at the end what comes next. */
export function doctorText(report: DoctorReport, view: View): string {
  const groups = doctorGroups.flatMap((group) => {
    const lines = report.lines.filter((line) => line.group === group && (view.verbose || line.level !== 'note'));
    return lines.length === 0 ? [] : ['', view.ink.bold(titles[group]), ...lines.flatMap((line) => lineText(line, view))];
  });
  return `${[...groups.slice(1), '', ...next(report, view), ''].join('\n')}`;
}

function lineText({ level, message, cost, repair, details = [] }: DoctorLine, { ink, verbose }: View): string[] {
  const { dim } = ink;
  const wrong = level === 'warning' || level === 'error';
  return [
    `  ${markOf(level, ink)} ${message}`,
    ...(cost && (wrong || verbose) ? [`    ${cost}`] : []),
    ...(repair && (wrong || verbose) ? [`    ${repair}`] : []),
    ...(verbose ? details.map((detail) => dim(`    ${detail}`)) : []),
  ];
}

function markOf(level: DoctorLine['level'], { green, yellow, red, dim, marks }: Ink): string {
  if (level === 'ok') return green(marks.ok);
  if (level === 'warning') return yellow(marks.warning);
  return level === 'error' ? red(marks.failed) : dim(marks.note);
}

function next(report: DoctorReport, { ink, verbose, willFix }: View): string[] {
  const fixes = [...new Set(report.lines.flatMap((line) => line.fixes ?? []))];
  const list = fixes.map((fix) => `  ${fix}`);
  const hidden = report.lines.filter(({ level }) => level === 'note').length;
  if (fixes.length > 0 && willFix) return [`This would be done, and nobody's data is touched:`, ...list];
  return [
    verdict(report, ink),
    ...(fixes.length > 0 ? ['  portside doctor --fix would', ...list.map((line) => `  ${line}`)] : []),
    ...(hidden > 0 && !verbose ? [ink.dim(`  ${hidden} note${hidden > 1 ? 's' : ''} more: portside doctor --verbose`)] : []),
  ];
}

function verdict({ exit, lines }: DoctorReport, { green, red, yellow, marks }: Ink): string {
  const count = (level: DoctorLine['level']) => lines.filter((line) => line.level === level).length;
  const warnings = count('warning') === 0 ? '' : `, ${count('warning')} warning${count('warning') > 1 ? 's' : ''}`;
  if (exit === 4) return `${red(marks.failed)} no engine answers, so what only it can tell was not looked at${warnings}`;
  if (exit === 1) return `${red(marks.failed)} ${count('error')} thing${count('error') > 1 ? 's are' : ' is'} broken${warnings}`;
  return warnings ? `${yellow(marks.warning)} well${warnings}` : `${green(marks.ok)} all is well`;
}

/** What `--fix` did, and how it stands now. */
export function doctorDone(report: DoctorReport, ink: Ink): string {
  const { green, red, dim, marks } = ink;
  const done = (report.done ?? []).flatMap(({ fix, problem, note }) => [
    problem ? `${red(marks.failed)} ${fix}: ${problem}` : `${green(marks.ok)} ${fix}`,
    ...(note ? [`  ${dim(marks.note)} ${note}`] : []),
  ]);
  const left = report.lines.filter(({ level }) => level === 'warning' || level === 'error');
  return [...done, '', ...left.flatMap((line) => lineText(line, { ink, verbose: false })), verdict(report, ink), ''].join('\n');
}
