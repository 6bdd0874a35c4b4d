/** Nothing in it that a plain shell would not understand. */
export function isPlainShell(text: string): boolean {
  return !bashOnly.some((words) => words.test(text));
}

/**
 * The same for the shell of busybox, which knows `[[` and `pipefail` (its ash, since 1.30). What is matched by a regular expression is bash's alone.
 */
export function isBusyboxShell(text: string): boolean {
  return isPlainShell(text.replaceAll('pipefail', 'errexit').replaceAll(/\[\[(?![^\n]*=~)|\]\]/g, ' '));
}

/** Whether an image's `/bin/sh` is busybox's, as its name tells. */
export function hasBusybox(image: string): boolean {
  return /(?:^|\/)busybox(?:[:@]|$)|alpine/.test(image);
}

const bashOnly: readonly RegExp[] = [
  /\b(?:function|declare|typeset|shopt|pushd|source|mapfile|readarray|coproc|select)\b/,
  /\bexport -f|\becho -e|\bread -[^r]|\blocal -|\btrap .* ERR|pipefail/,
  /\[\[|\(\(/,
  // Arrays, `+=`, `${x^}`, `${x/a/b}`, `${x:1}`, `${x[0]}`, `${!x}`, `{1..9}`, `$'\n'`.
  /\w+=\(|\w\+=|\$\{\w+(?:[\^,/@![]|:[^-=?+])|\$\{!|\{\d+\.\.|\$'/,
  // Process substitution, here-strings, both outputs at once.
  /<\(|>\(|<<<|&>|\|&/,
  /\$RANDOM|\bBASH_/,
];
