/** A command that means something only to a shell, or nothing at all. */
export class CommandSyntaxError extends Error {}

const operators = new Set([';', '|', '&', '<', '>', '(', ')', '\n', '`']);
const hint = 'no shell runs here: quote it, or send the command as a list of words';

/**
 * A command line → its words, as POSIX shells split and quote them (XCU 2.2 and 2.6.5) and nothing more: `$`, `*`, `~` and `#` stay as
 * they are, and what would make a shell start, join or redirect commands is refused. Throws CommandSyntaxError.
 */
export function parseCommand(text: string): string[] {
  if (text.includes('\0')) throw new CommandSyntaxError('a command cannot hold NUL');
  const words: string[] = [];
  let word: string | undefined;
  const behind = endOfText(text);
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t' || (char === '\n' && (at >= behind || (words.length === 0 && word === undefined)))) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const [inner, end] = char === "'" ? singleQuoted(text, at) : doubleQuoted(text, at);
      word = (word ?? '') + inner;
      at = end;
    } else if (char === '\\') {
      at += 1;
      if (at === text.length) throw new CommandSyntaxError('nothing follows the last backslash');
      if (text[at] !== '\n') word = (word ?? '') + text.charAt(at);
    } else if (operators.has(char)) {
      throw new CommandSyntaxError(`${JSON.stringify(char)} at ${at + 1} is for a shell, and ${hint}`);
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== undefined) words.push(word);
  if (!words[0]) throw new CommandSyntaxError('the command is empty');
  return words;
}

/** Lines that are blank before and behind a command mean nothing. */
function endOfText(text: string): number {
  let end = text.length;
  while (end > 0 && ' \t\n'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

type Quoted = [inner: string, end: number];

function singleQuoted(text: string, start: number): Quoted {
  const end = text.indexOf("'", start + 1);
  if (end === -1) throw unclosed("'", start);
  return [text.slice(start + 1, end), end];
}

function doubleQuoted(text: string, start: number): Quoted {
  let inner = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '"') return [inner, at];
    if (char === '\\' && next !== '' && '"\\$`\n'.includes(next)) {
      if (next !== '\n') inner += next;
      at += 1;
    } else {
      inner += char;
    }
  }
  throw unclosed('"', start);
}

function unclosed(quote: string, start: number): CommandSyntaxError {
  return new CommandSyntaxError(`the quote ${quote} at ${start + 1} is not closed`);
}
