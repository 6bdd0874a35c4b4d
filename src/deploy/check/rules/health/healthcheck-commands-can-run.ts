import { located } from '../../located.ts';
import type { Repair } from '../../../model/repair.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** What only a shell understands stands where a shell reads it. */
export const healthcheckCommandsCanRun: Rule = {
  id: 'healthcheck-commands-can-run',
  why: 'CMD starts a program with the words as they are; only CMD-SHELL lets a shell read `||`, pipes and variables. CMD-SHELL takes one text, and runs nothing but its first word where there are several.',
  cause: 'healthcheck-failing',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, { healthcheck }]) => {
      const [form, ...words] = healthcheck?.disable ? [] : (healthcheck?.test ?? []);
      if (form === 'CMD') return ofProgram(service, words, input);
      return form === 'CMD-SHELL' && words.length > 1 ? [ofShell(service, words, input)] : [];
    }),
};

const operators = new Set(['||', '&&', '|', ';', '>', '2>&1', '>/dev/null']);
/** They take further words for addresses and options of theirs, and fail. */
const strict = new Set(['curl', 'wget', 'pg_isready', 'test', 'nc']);

function ofProgram(service: string, words: string[], input: CheckInput): Found[] {
  const [program = '', ...rest] = words;
  const name = program.split('/').at(-1) ?? '';
  if (rest.length === 0 && /^\S+\s+\S/.test(program)) {
    const message = `the healthcheck of ${service} is one text after CMD, which is looked for as a program of that whole name`;
    return [{ severity: 'error', cause: 'healthcheck-tool-missing', ...found(service, message, input), ...asShell(service, input) }];
  }
  // A shell that is called by name reads what follows.
  if (/^(?:sh|bash|ash|dash|zsh|env)$/.test(name) || words.some((word) => /^(?:sh|bash|ash)$/.test(word))) return [];
  const operator = rest.find((word) => operators.has(word));
  if (operator !== undefined) {
    const message = `the healthcheck of ${service} hands ${operator} to ${name} as one of its words: after CMD no shell reads it`;
    return [{ severity: strict.has(name) ? 'error' : 'warning', ...found(service, message, input), ...asShell(service, input) }];
  }
  const variable = rest.find((word) => /\$\$(?:\{?[A-Za-z_]|\()/.test(word) && !/^[\s\S]*[;{(]\s/.test(word));
  if (variable === undefined || /^(?:node|python3?|perl|ruby|php|mongosh|awk)$/.test(name)) return [];
  const message = `the healthcheck of ${service} hands a variable to ${name} by its name: after CMD no shell fills in its value`;
  return [{ severity: 'warning', ...found(service, message, input), ...asShell(service, input) }];
}

function ofShell(service: string, words: string[], input: CheckInput): Found {
  const [program = ''] = words;
  const message = `the healthcheck of ${service} has ${words.length} texts after CMD-SHELL, of which only ${JSON.stringify(program)} is run`;
  const severity = program === 'curl' || program === 'wget' ? 'error' : 'warning';
  return { severity, ...found(service, message, input), ...asShell(service, input) };
}

function found(service: string, message: string, { draft }: CheckInput): Pick<Found, 'service' | 'message' | 'fix' | 'at'> {
  const place = located(draft, ['services', service, 'healthcheck', 'test']);
  return { service, message, ...place, fix: 'write it as one text: test: ["CMD-SHELL", "…"]' };
}

/** As one text, where every word means the same to a shell. */
function asShell(service: string, { draft }: CheckInput): { repair?: Repair } {
  const path = ['services', service, 'healthcheck', 'test'];
  const test = draft.sources.written(path);
  const words: unknown[] = Array.isArray(test) ? test.slice(1) : [];
  const isPlain = (word: unknown) => typeof word === 'string' && (operators.has(word) || /^[\w@%+=:,./{}$-]+$/.test(word));
  if (words.length === 0 || !(words.length === 1 || words.every(isPlain))) return {};
  return { repair: [{ edit: 'set', path, value: ['CMD-SHELL', words.join(' ')] }] };
}
