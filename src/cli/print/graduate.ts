import type { Graduating, Missing } from '../../contract/graduate.ts';
import { shellWord } from '../../contract/shell-word.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';

interface View {
  /** What the user types for the instance. */
  reference: string;
  currentDirectory: string;
  ink: Ink;
}

/** What was written, or what is missing; and what to type next. */
export function graduateText(graduating: Graduating, view: View): string {
  const { ink } = view;
  const { project, instance } = graduating;
  const name = ink.bold(`${project}/${instance}`);
  const lines = graduating.graduated ? graduatedLines(graduating, name, view) : refusedLines(graduating, name, view);
  return `${lines.join('\n')}\n`;
}

function refusedLines({ missing, record, ...trust }: Extract<Graduating, { graduated: false }>, name: string, { ink }: View): string[] {
  const { red, dim, marks } = ink;
  return [
    `${red(marks.failed)} ${name} has not earned it yet (${counted(trust)})`,
    ...missing.flatMap(({ message, hint }: Missing) => [`  ${red(marks.failed)} ${message}`, ...(hint ? [`    ${dim(hint)}`] : [])]),
    '',
    'Nothing was written.',
    ...columns([[`  portside history ${trust.project}`, dim('what was counted, and when')]]),
    '',
    dim(`execution ${record.execution_uuid}`),
  ];
}

function graduatedLines(
  graduated: Extract<Graduating, { graduated: true }>,
  name: string,
  { reference, currentDirectory, ink }: View,
): string[] {
  const { green, dim, cyan, marks } = ink;
  const { already, record, directory, run, notes } = graduated;
  const said = already
    ? `${green(marks.ok)} ${name} has graduated already, on ${already.timestamp.slice(0, 10)} (${counted(graduated)})`
    : `${green(marks.ok)} ${name} has graduated (${counted(graduated)})`;
  const command = currentDirectory === directory ? run : `cd ${shellWord(directory)} && ${run}`;
  return [
    said,
    `  ${graduated.written ? 'written' : 'it says all this already'}: ${cyan(shown(graduated.file, currentDirectory))}`,
    ...notes.map((note) => `  ${dim(marks.note)} ${note}`),
    '',
    "It needs no Portside, and the project's own file is as it was:",
    `  ${command}`,
    ...columns([[`  portside down ${reference}`, dim('first, where both would want the same ports')]]),
    '',
    dim(already ? `execution ${already.execution_uuid}, of then` : `execution ${record?.execution_uuid ?? ''}`),
  ];
}

function counted({ version, successes, failures, ratio }: Pick<Graduating, 'version' | 'successes' | 'failures' | 'ratio'>): string {
  return `${version === undefined ? 'not counted yet' : `v${version}: ${successes} to ${failures}`}, ${ratio} to 1 are asked for`;
}

function shown(file: string, currentDirectory: string): string {
  return file.startsWith(`${currentDirectory}/`) ? file.slice(currentDirectory.length + 1) : file;
}
