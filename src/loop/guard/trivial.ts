import { basename } from 'node:path';
import { type SimpleCommand, simpleCommands } from '../../deploy/model/shell-words.ts';

/** Whether a healthcheck passes whatever its service does. `test` is as the model has it: `['CMD', …]`, `['CMD-SHELL', line]`, `['NONE']`. */
export function isTrivialTest([form, ...rest]: string[]): boolean {
  if (form === 'NONE' || rest.length === 0) return true;
  return form === 'CMD' ? alwaysSucceeds(rest) : isTrivialLine(rest.join(' '));
}

/** Whether a service's command does nothing but stay, or end. */
export function isIdle(words: string[] | null | undefined): boolean {
  if (!words || words.length === 0) return false;
  const line = asShellLine(words);
  const commands = line === undefined ? [{ words, operator: '' }] : (simpleCommands(line) ?? []);
  return commands.length > 0 && commands.every((command) => idles(command.words));
}

function idles(words: string[]): boolean {
  const line = words.join(' ').replace(/^exec /, '');
  return /^(?:\S*\/)?(?:sleep|true|:|echo|exit 0|tail (?:-[fF] ?|--follow )?\/dev\/null|cat$|yes|pause|while|do|done)\b/.test(
    `${line} `.trim(),
  );
}

/** A line of shell whose exit code can only be 0. */
export function isTrivialLine(line: string): boolean {
  const commands = simpleCommands(line);
  if (!commands) return /(?:\|\||;|\n|&)\s*(?:true|:|exit\s+0|echo\b[^|&;]*)\s*[;)}'"]*\s*$/.test(line);
  if (commands.length === 0) return true;
  const exit = commands.findIndex(({ words }, index) => words.join(' ') === 'exit 0' && !isConditional(commands[index - 1]));
  return !canFail(exit < 0 ? commands : commands.slice(0, exit + 1));
}

function isConditional(before: SimpleCommand | undefined): boolean {
  return before !== undefined && (before.operator === '&&' || before.operator === '||' || before.operator === '|');
}

/** `&&` and `||` bind equally, from the left; behind `;` only what follows counts, and a pipe's exit code is that of its end. */
function canFail(commands: SimpleCommand[]): boolean {
  let fails = false;
  let operator = ';';
  for (const command of commands) {
    const own = !alwaysSucceeds(command.words);
    if (operator === '&&') fails = fails || own;
    else if (operator === '||') fails = fails && own;
    else fails = own;
    operator = command.operator;
  }
  return fails && operator !== '&';
}

function asShellLine(words: string[]): string | undefined {
  const [program = '', flag = '', line] = words;
  return /^(?:ba|da|a|z|k)?sh$/.test(basename(program)) && /^-\w*c$/.test(flag) ? line : undefined;
}

function alwaysSucceeds(words: string[]): boolean {
  const [first = '', ...rest] = words;
  const line = asShellLine(words);
  if (line !== undefined) return isTrivialLine(line);
  const program = basename(first);
  if (/^(?:env|exec|command|nohup|nice|time)$/.test(program)) return rest.length === 0 || alwaysSucceeds(rest);
  if (program === 'timeout') return alwaysSucceeds(rest.filter((word) => !word.startsWith('-')).slice(1));
  if (program === 'exit') return rest[0] === '0';
  if (program === 'test' || program === '[') return isConstantTest(rest.filter((word) => word !== ']'));
  if (interpreters.test(program)) return isIdleScript(rest);
  return harmless.has(program);
}

const harmless: ReadonlySet<string> = new Set(
  'true : echo printf sleep date pwd whoami id hostname uname env printenv ls cat head wc ps uptime sync tty arch nproc yes'.split(' '),
);

/** Says nothing of the service: constants, or files that every image has. */
function isConstantTest(words: string[]): boolean {
  if (words.some((word) => /[$`]/.test(word))) return false;
  if (/^-[a-zA-Z]$/.test(words[0] ?? '') && words.length === 2)
    return words[0] === '-n' || words[0] === '-z' || /^\/(?:bin|etc|etc\/\w+|proc|tmp|usr|bin\/\w+)?$/.test(words[1] ?? '');
  return true;
}

const interpreters = /^(?:node|nodejs|deno|bun|python[\d.]*|ruby|perl|php)$/;

/** A program given on the command line that asks nobody. */
function isIdleScript(words: string[]): boolean {
  const at = words.findIndex((word) => /^(?:-e|-c|-r|-p|--eval|eval)$/.test(word));
  if (at < 0) return words.every((word) => /^(?:-v|-V|--version|-h|--help)$/.test(word)) && words.length > 0;
  return !/http|fetch|net|sock|connect|request|open|exec|spawn|url|require|import|system|file|fs\./i.test(words.slice(at + 1).join(' '));
}
