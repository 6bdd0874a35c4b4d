/** name → value; undefined where it has one that is not known before the build. */
export type Values = ReadonlyMap<string, string | undefined>;

/** Words as the builder sees them: quotes and backslashes resolved, variables filled in. One with an unknown variable is undefined. */
export function wordsOf(text: string, values: Values): (string | undefined)[] {
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\[^]|[^\s"'\\])+/g)].map(([word]) => wordOf(word, values));
}

const part = /'([^']*)'|\\([^])|\$\{(\w+)(?:(:[-+])([^}]*))?\}|\$(\w+)|\$|"/g;

function wordOf(word: string, values: Values): string | undefined {
  let unknown = false;
  const filled = word.replace(part, (whole: string, ...groups: (string | undefined)[]) => {
    const [single, escaped, braced, operator, other = '', plain] = groups;
    if (single !== undefined) return single;
    if (escaped !== undefined) return escaped;
    const name = braced ?? plain;
    if (name === undefined) return whole === '"' ? '' : whole;
    const value = values.get(name);
    if (operator === ':+') return value ? other : values.has(name) ? '' : ((unknown = true), '');
    if (operator === ':-' && !value) return other;
    if (value === undefined) unknown = true;
    return value ?? '';
  });
  return unknown || /\$\{/.test(filled) ? undefined : filled;
}
