/** A simple command of a line of shell, and what follows it. */
export interface SimpleCommand {
  words: string[];
  /** The operator behind it; empty at the end. */
  operator: string;
}

/** The simple commands of a line; undefined where it is more than a list of those: substitutions, loops, functions, groups. */
export function simpleCommands(text: string): SimpleCommand[] | undefined {
  if (/[`(){}]|<<|\b(?:if|then|else|elif|for|while|until|case|select|function)\b/.test(withoutQuoted(text)) || /\$\(|`/.test(text))
    return undefined;
  const tokens = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|"'\\])+|\|\||&&|[;&|\n]/g) ?? [];
  const commands: SimpleCommand[] = [{ words: [], operator: '' }];
  for (const token of tokens) {
    const last = commands.at(-1);
    if (!last) break;
    if (/^(?:\|\||&&|[;&|\n])$/.test(token)) {
      last.operator = token;
      commands.push({ words: [], operator: '' });
    } else last.words.push(token.replaceAll(/^(["'])(.*)\1$/gs, '$2'));
  }
  return commands.filter(({ words }) => words.length > 0);
}

function withoutQuoted(text: string): string {
  return text.replaceAll(/"(?:\\.|[^"\\])*"|'[^']*'|\$\{\w+[^}]*\}/g, '""');
}

/** The program of a simple command: behind assignments, `!`, `exec`, `command` and `timeout 3`. */
export function programOf(words: string[]): string | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  if (/^[A-Za-z_]\w*=/.test(first) || first === '!' || first === 'exec') return programOf(rest);
  if (first === 'command') return rest[0]?.startsWith('-') ? undefined : programOf(rest);
  return /[$*?]/.test(first) ? undefined : first;
}

/** What shells do themselves. */
export const shellBuiltins: ReadonlySet<string> = new Set(
  '. : [ [[ alias bg break cd command continue echo eval exec exit export false fg getopts hash jobs kill let local printf pwd read readonly return set shift source test times trap true type ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

/** Programs that a busybox may run by itself, though no file has their name. */
export const busyboxApplets: ReadonlySet<string> = new Set(
  'awk basename cat chmod chown cp cut date dd df diff dirname du env expr find fuser grep egrep fgrep head hostname id ifconfig ip ls lsof md5sum mkdir mktemp mv nc netstat nslookup od pgrep pidof ping ps pwd readlink rm sed seq sh sha256sum sleep sort stat tail tee telnet timeout touch tr uniq wc wget whoami which xargs'.split(
    ' ',
  ),
);
