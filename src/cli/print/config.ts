import { relative } from 'node:path';
import type { ConfigVariable, Configuration, ValueOrigin, VariableUse } from '../../contract/configuration.ts';
import { columns } from './columns.ts';
import type { Ink } from './ink.ts';
import { fit, harmless } from './width.ts';

/** Cells without colours: a line is cut first and painted then. */
interface Row {
  cells: [name: string, value: string, from: string, uses: string];
  paint?: (line: string) => string;
}

const groups: { title: string; of: (variable: ConfigVariable) => boolean }[] = [
  { title: 'Missing', of: ({ missing }) => missing },
  { title: 'From the shell', of: ({ from }) => from === 'shell' },
  { title: 'From env files', of: ({ from }) => from === 'env-file' || from === 'included' },
  { title: 'Given by Portside', of: ({ from }) => from === 'lease' || from === 'instance' || from === 'generated' },
  { title: 'Defaults of the files', of: ({ from }) => from === 'default' || from === 'service' },
  { title: 'Without a value', of: () => true },
];

/** Grouped by where values come from, sorted by name; fits the width where that is not 0. */
export function configText(configuration: Configuration, ink: Ink, width: number): string {
  const place = (at: string) => shortened(at, configuration.directory);
  const left = new Set(configuration.variables);
  const sections = groups.map(({ title, of }) => {
    const own = [...left].filter(of);
    for (const variable of own) left.delete(variable);
    return { title, rows: own.flatMap((variable) => rowsOf(variable, place, ink)) };
  });
  const services = configuration.service_variables.map(({ name, value, at, services: readers }): Row => ({
    cells: [name, shownValue(value), place(at), `env_file of ${readers.join(', ')}`],
  }));
  const compose = configuration.compose_variables.flatMap((variable) => rowsOf(variable, place, ink));
  const unused = configuration.unused.map(({ name, at, did_you_mean: meant }): Row => ({
    cells: [name, '', place(at), meant ? `nothing uses it; did you mean ${meant}?` : 'nothing uses it'],
  }));
  const all = [
    ...sections,
    { title: "Services' own env files", rows: services },
    { title: "Compose's and the engine's own", rows: compose },
    { title: 'Unused', rows: unused },
  ].filter(({ rows }) => rows.length > 0);
  if (all.length === 0) return 'no variable shapes this project\n';
  const lines = aligned(
    all.map(({ rows }) => rows),
    ink,
    width,
  );
  return all.flatMap(({ title }, index) => [...(index > 0 ? [''] : []), ink.bold(title), ...(lines[index] ?? [])]).join('\n') + '\n';
}

/** What has to be done before it can run, and what Compose does not understand. */
export function configWords({ variables, problems, project, directory }: Configuration, { red, marks }: Ink): string {
  const missing = variables.filter((variable) => variable.missing);
  return [
    ...problems.map((problem) => `${red(marks.failed)} ${problem}\n`),
    ...(project === null && problems.length === 0 ? [`${red(marks.failed)} ${directory} cannot be read\n`] : []),
    ...missing.map(
      ({ name, message }) => `${red(marks.failed)} ${name} has no value${message ? `: ${message}` : ''}\n  portside config set ${name}=…\n`,
    ),
  ].join('');
}

/** One line, whatever it holds. */
export function shownValue(value: string): string {
  if (value === '') return '(empty)';
  const line = value.replaceAll('\n', String.raw`\n`).replaceAll('\r', String.raw`\r`);
  return harmless(/^\s|\s$/.test(value) ? JSON.stringify(value) : line);
}

function rowsOf(variable: ConfigVariable, place: (at: string) => string, { red, dim }: Ink): Row[] {
  const { name, value, from, at, used_by: uses, shadowed, missing } = variable;
  const shown = value === null ? (from === 'generated' ? 'made at the first up' : '-') : shownValue(value);
  const cells: Row['cells'] = [name, shown, at === null ? originWords[from] : place(at), usesWords(uses, place)];
  const first: Row = { cells, ...(missing ? { paint: (line) => line.replace(name, red(name)) } : {}) };
  const others = shadowed.map((one): Row => ({
    cells: [
      '',
      shownValue(one.value),
      one.at === null ? originWords[one.from] : place(one.at),
      one.from === 'default' ? 'another default' : 'does not count',
    ],
    paint: dim,
  }));
  return [first, ...others];
}

const originWords: Record<ValueOrigin, string> = {
  shell: 'shell',
  'env-file': '.env',
  included: 'included .env',
  default: 'default',
  lease: 'lease',
  instance: 'instance',
  generated: 'generated',
  service: 'service',
  none: '',
};

function usesWords(uses: VariableUse[], place: (at: string) => string): string {
  return uses.map(({ key, at }) => `${key} (${place(at)})`).join(', ');
}

/** As the user would type it; the column of a place helps editors only. */
function shortened(at: string, directory: string): string {
  const [, file = at, line = ''] = /^(.*?)(:\d+)?(?::\d+)?$/.exec(at) ?? [];
  if (!file.startsWith('/')) return at;
  const near = relative(directory, file);
  return `${near.startsWith('..') ? file : near}${line}`;
}

/** One set of columns for all groups, so that the eye finds them again; long values and lists of uses are cut. */
function aligned(rowGroups: Row[][], ink: Ink, width: number): string[][] {
  const longest = width === 0 ? Infinity : Math.max(12, Math.floor(width / 3));
  const { more } = ink.marks;
  const all = rowGroups.flat();
  const cut = columns(
    all.map(({ cells: [name, value, from, uses] }) => [name, width === 0 ? value : fit(value, longest, more), from, uses]),
  );
  const lines = all.map(({ paint = (line) => line }, index) => {
    const line = `  ${cut[index] ?? ''}`;
    return paint(width === 0 ? line : fit(line, width, more));
  });
  return rowGroups.map((rows) => lines.splice(0, rows.length));
}
