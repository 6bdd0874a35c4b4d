import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Lease } from '../model/port.ts';
import type { Variable } from '../model/stack.ts';
import { mentionedVariables } from '../model/interpolation.ts';
import type { Values } from './source-document.ts';
import type { Sources } from './sources.ts';

/** Every variable that the files mention, sorted by name; one that is required anywhere is required. */
export function findVariables(sources: Sources): Variable[] {
  const found = new Map<string, Variable>();
  for (const { name, operator, operand, from } of mentions(sources)) {
    const known = found.get(name) ?? { name, required: false };
    const required = operator.endsWith('?');
    found.set(name, {
      ...known,
      required: known.required || required,
      ...(required && operand && !known.message ? { message: operand } : {}),
      ...(known.defaultValue === undefined ? defaultOf(operator, operand) : {}),
      ...(from && !known.from ? { from } : {}),
    });
  }
  const variables = [...found.values()].map((variable): Variable =>
    variable.defaultValue && !variable.from ? { ...variable, from: 'default' } : variable,
  );
  return variables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `${NAME:+text}` says as clearly as `${NAME:-}` that its author thought of its absence. */
function defaultOf(operator: string, operand: string): { defaultValue?: string } {
  if (operator.endsWith('-')) return { defaultValue: operand };
  return operator.endsWith('+') ? { defaultValue: '' } : {};
}

/** Compose knows its project's name, and Portside the instance's, whatever the shell says. */
const givenByPortside = new Set(['INSTANCE_ID', 'COMPOSE_PROJECT_NAME']);

/** The variables that have no value in a file that requires them: `${NAME:?}` asks for more than an empty one. */
export function missingVariables(variables: Variable[], sources: Sources): Variable[] {
  const lacking = mentions(sources).filter(({ operator, value }) => (operator === ':?' ? !value : operator === '?' && value === undefined));
  const names = new Set(lacking.map(({ name }) => name).filter((name) => !givenByPortside.has(name)));
  return variables.filter(({ name }) => names.has(name));
}

interface Mention {
  name: string;
  operator: string;
  operand: string;
  value: string | undefined;
  from: 'shell' | 'env-file' | undefined;
}

function mentions({ documents }: Sources): Mention[] {
  return documents.flatMap(({ data, values }) =>
    textsIn(data)
      .flatMap(mentionedVariables)
      .map(({ variable: name, operator, operand }) => ({ name, operator, operand, ...valueOf(name, values) })),
  );
}

function valueOf(name: string, { shell, envFiles }: Values): Pick<Mention, 'value' | 'from'> {
  if (shell[name] !== undefined) return { value: shell[name], from: 'shell' };
  return { value: envFiles[name], from: envFiles[name] === undefined ? undefined : 'env-file' };
}

/** Compose interpolates values, never keys. */
function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return data.includes('$') ? [data] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(textsIn);
}

/** All that is missing at once, for where Compose cannot go on without. */
export function missingError(missing: Variable[], cause: unknown): UserError {
  const list = missing.map(({ name, message }) => (message ? `${name} (${message})` : name)).join(', ');
  return new UserError({
    code: 'missing-variables',
    exit: exitCode.usage,
    message: `The Compose file needs ${missing.length > 1 ? 'variables that have' : 'a variable that has'} no value: ${list}.`,
    hint: `Set ${missing.length > 1 ? 'them' : 'it'} in the shell or in .env`,
    cause,
  });
}

/** The variables again, saying which ones now carry a leased port or the instance's name. */
export function withLeaseOrigins(variables: Variable[], leases: Lease[]): Variable[] {
  const leased = new Set(leases.map(({ variable }) => variable));
  return variables.map((variable) =>
    leased.has(variable.name)
      ? { ...variable, from: 'lease' }
      : variable.name === 'INSTANCE_ID'
        ? { ...variable, from: 'instance' }
        : variable,
  );
}
