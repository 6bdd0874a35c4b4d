import * as z from 'zod';

/** A list of words, as a container's engine takes it: no shell reads it. */
export const commandWords = z.unknown().transform((written, context): string[] => {
  const words: unknown[] = Array.isArray(written) ? written : [];
  const wrong = words.find((word) => typeof word !== 'string');
  if (words.length > 0 && wrong === undefined && words[0] !== '') return words as string[];
  context.addIssue({ code: 'custom', message: commandProblem(written, wrong), params: { fix: commandFix(written) } });
  return z.NEVER;
});

function commandProblem(written: unknown, wrong: unknown): string {
  if (!Array.isArray(written)) return 'a command is a list of words, and no shell reads it';
  if (written.length === 0 || written[0] === '') return 'a command has at least one word, its program';
  return `a command's words are text, and ${JSON.stringify(wrong)} is not`;
}

/** What was most likely meant: the words of a plain line, the line for a shell where it needs one, quotes where YAML read a number. */
function commandFix(written: unknown): string {
  if (Array.isArray(written) && written.length > 0 && written[0] !== '') return `write ${listed(written)}`;
  if (typeof written !== 'string' || written.trim() === '') return 'such as [npm, run, migrate]';
  return `write ${listed(wordsOfLine(written))}`;
}

/** The words of a plain line; one that only a shell understands is given to one. */
export function wordsOfLine(line: string): string[] {
  const needsShell = /[|&;<>()$`"'*?\\~#\n]|^\s*\w+=/.test(line);
  return needsShell ? ['sh', '-c', line.trim()] : line.trim().split(/\s+/);
}

/** A list of words, or a line. */
export const commandOrLine = z
  .unknown()
  .transform((written) => (typeof written === 'string' && written.trim() !== '' ? wordsOfLine(written) : written))
  .pipe(commandWords);

function listed(words: unknown[]): string {
  return `[${words.map((word) => (typeof word === 'string' && /^[\w./:@=-]+$/.test(word) && Number.isNaN(Number(word)) ? word : JSON.stringify(String(word)))).join(', ')}]`;
}
