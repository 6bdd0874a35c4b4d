import { isSecretName } from '../../../../redaction/secret-shapes.ts';
import { mentionedVariables } from '../../../model/interpolation.ts';
import { type EnvEntry, envEntries } from '../../reading/env-entries.ts';
import type { Found, Rule } from '../../rule.ts';

/** What an env file writes is what comes out of it. */
export const envFilesSayWhatTheyMean: Rule = {
  id: 'env-files-say-what-they-mean',
  why: 'An env file has rules of its own for quotes, # and $: a value can lose a part of itself, and nobody is told.',
  look: ({ draft, surroundings }) => {
    const files = new Map(surroundings.envFiles.map(({ file, text }) => [file, text]));
    return [...files].flatMap(([file, text]) => {
      const entries = envEntries(text);
      const known = new Set([...Object.keys(draft.values), ...Object.keys(draft.environment), ...entries.map(({ name }) => name)]);
      return [...entries.flatMap((entry) => ofEntry(entry, file, known)), ...twice(entries, file), ...lineEnds(file, text)];
    });
  },
};

function ofEntry({ name, raw, line, quote }: EnvEntry, file: string, known: Set<string>): Found[] {
  const at = { file, line, column: 1 };
  const warning = (message: string, fix: string): Found[] => [{ severity: 'warning', message, at, fix }];
  if (/^[“”„‘’]/.test(raw)) return warning(`${name} begins with a typographic quote, which becomes part of the value`, 'use " or \'');
  if (quote === undefined && isSecretName(name) && /\s#\S/.test(raw)) {
    return warning(`what stands behind # in ${name} is a comment, not part of the value`, 'put the value in single quotes');
  }
  const lost = quote === "'" ? [] : mentionedVariables(raw).filter(({ variable, operator }) => operator === '' && !known.has(variable));
  if (lost.length === 0) return [];
  // Whatever stands behind the $ may be a part of a password.
  const found = warning(
    `${name} has a $ that is read as the name of a variable, which has no value: a part of it gets lost`,
    `put the value in single quotes`,
  );
  if (quote !== undefined || /['\s#]/.test(raw.trimEnd())) return found;
  return found.map((one) => ({ ...one, repair: [{ edit: 'replace', file, line, from: raw.trimEnd(), to: `'${raw.trimEnd()}'` }] }));
}

function twice(entries: EnvEntry[], file: string): Found[] {
  return entries.flatMap(({ name, raw, line }, index): Found[] => {
    const later = entries.slice(index + 1).find((other) => other.name === name);
    if (!later || later.raw === raw) return [];
    const message = `${name} has another value in line ${later.line}, and that one counts`;
    return [{ severity: 'warning', message, at: { file, line, column: 1 }, fix: 'keep one of them' }];
  });
}

/** Compose takes the carriage return off; a shell that reads the file does not. */
function lineEnds(file: string, text: string): Found[] {
  if (!text.includes('\r\n')) return [];
  return [
    {
      severity: 'note',
      message: 'the file has the line ends of Windows, which a shell takes for part of each value',
      at: { file },
      repair: [{ edit: 'unix-line-ends', file }],
    },
  ];
}
