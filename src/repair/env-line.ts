import { type Refusal, refuse } from './refusal.ts';

/** An env file in which a variable has another value, in the quotes of the old one. */
export function withVariable(text: string, name: string, value: string): string | Refusal {
  const line = new RegExp(
    `^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*)("(?:\\\\.|[^"\\\\\\r\\n])*"|'[^'\\r\\n]*'|[^\\r\\n#]*?)([ \\t]*(?:#[^\\r\\n]*)?)$`,
    'gm',
  );
  const found = [...text.matchAll(line)];
  const [match, second] = found;
  if (!match || second)
    return refuse(match ? `${name} stands more than once in the env file` : `${name} does not stand on one line of the env file`);
  const [whole, before = '', old = '', after = ''] = match;
  const quote = /^["']/.exec(old)?.[0] ?? (/[\s#'"$]/.test(value) ? "'" : '');
  if (value.includes('\n') || (quote && value.includes(quote))) return refuse(`the value of ${name} does not fit on a line`);
  return text.slice(0, match.index) + before + quote + value + quote + after + text.slice(match.index + whole.length);
}
