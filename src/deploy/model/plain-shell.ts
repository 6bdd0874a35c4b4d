/** Nothing in it that a plain shell would not understand. */
export function isPlainShell(text: string): boolean {
  return !bashOnly.some((words) => words.test(text));
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
