import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Lease } from '../model/port.ts';
import type { Variable } from '../model/stack.ts';
import { mentionedVariables } from './interpolation.ts';
import type { Sources } from './sources.ts';

/** Where values come from; the shell wins over the env files, as in Compose. */
export interface Values {
  shell: Record<string, string>;
  envFiles: Record<string, string>;
}

/** Every variable that the files mention, sorted by name; one that is required anywhere is required. */
export function findVariables(sources: Sources, values: Values): Variable[] {
  const found = new Map<string, Variable>();
  for (const text of sources.documents.flatMap(({ data }) => textsIn(data))) {
    for (const { variable: name, operator, operand } of mentionedVariables(text)) {
      const known = found.get(name) ?? { name, required: false };
      const required = operator.endsWith('?');
      found.set(name, {
        ...known,
        required: known.required || required,
        ...(required && operand && !known.message ? { message: operand } : {}),
        ...(known.defaultValue === undefined ? defaultOf(operator, operand) : {}),
      });
    }
  }
  return [...found.values()].map((variable) => withOrigin(variable, values)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `${NAME:+text}` says as clearly as `${NAME:-}` that its author thought of its absence. */
function defaultOf(operator: string, operand: string): { defaultValue?: string } {
  if (operator.endsWith('-')) return { defaultValue: operand };
  return operator.endsWith('+') ? { defaultValue: '' } : {};
}

function withOrigin(variable: Variable, { shell, envFiles }: Values): Variable {
  const origin = shell[variable.name] !== undefined ? 'shell' : envFiles[variable.name] !== undefined ? 'env-file' : undefined;
  if (origin) return { ...variable, from: origin };
  return variable.defaultValue ? { ...variable, from: 'default' } : variable;
}

/** Compose knows its project's name, and Portside the instance's, whatever the shell says. */
const givenByPortside = new Set(['INSTANCE_ID', 'COMPOSE_PROJECT_NAME']);

/** Required variables without a value: `${NAME:?}` asks for more than an empty one. */
export function missingVariables(variables: Variable[], { shell, envFiles }: Values): Variable[] {
  return variables.filter(({ name, required }) => required && !givenByPortside.has(name) && !shell[name] && !envFiles[name]);
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
