import { homedir } from 'node:os';
import { findComposeProgram } from '../../../src/engine/compose/program.ts';
import { run } from '../../../src/system/process.ts';

/** The variables that Compose itself finds in a file. */
export async function composeVariables(directory: string, file: string): Promise<ComposeVariable[]> {
  const environment = { PATH: process.env['PATH'] ?? '' };
  const program = await findComposeProgram({ environment, home: homedir() });
  const argv = [...program, '--file', file, 'config', '--variables', '--format', 'json'];
  const { stdout } = await run(argv, { cwd: directory, env: environment });
  return parseVariables(stdout);
}

/** A variable that Compose found in the files; `presence` is the `x` of `${NAME:+x}`. */
interface ComposeVariable {
  name: string;
  defaultValue: string;
  required: boolean;
  presence: string;
}

/**
 * What `config --variables --format json` prints: a JSON object by name (Compose 2.30 and later), a list, one object a line, or,
 * whatever the format asked for, a table (2.26).
 */
function parseVariables(output: string): ComposeVariable[] {
  const text = output.trim();
  if (text === '') return [];
  if (text.startsWith('{') || text.startsWith('[')) return fromJson(text);
  return fromTable(output.split('\n').filter((line) => line.trim() !== ''));
}

type Row = Record<string, unknown>;

function fromJson(text: string): ComposeVariable[] {
  const rows = parseJson(text) ?? text.split('\n').map((line) => JSON.parse(line) as unknown);
  if (Array.isArray(rows)) return rows.map((row: Row) => variable(row));
  if (isRow(rows) && typeof (rows['Name'] ?? rows['name']) === 'string') return [variable(rows)];
  return Object.entries(rows as Record<string, Row>).map(([name, row]) => variable({ Name: name, ...row }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

function variable(row: Row): ComposeVariable {
  const text = (...keys: string[]) => keys.map((key) => row[key]).find((value) => typeof value === 'string') ?? '';
  return {
    name: text('Name', 'name'),
    defaultValue: text('DefaultValue', 'defaultValue', 'default_value'),
    required: (row['Required'] ?? row['required']) === true,
    presence: text('PresenceValue', 'presenceValue', 'presence_value'),
  };
}

/** A value may hold blanks, so a column is what stands below its title, counted in characters. */
function fromTable([header = '', ...lines]: string[]): ComposeVariable[] {
  const starts = ['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'].map((title) => header.indexOf(title));
  return lines.map((line) => {
    const characters = [...line];
    const [name = '', required = '', defaultValue = '', presence = ''] = starts.map((start, column) =>
      start < 0
        ? ''
        : characters
            .slice(start, starts[column + 1])
            .join('')
            .trim(),
    );
    return { name, defaultValue, required: required === 'true', presence };
  });
}
