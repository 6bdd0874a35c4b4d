import { posix } from 'node:path';
import type { Run } from './run.ts';
import { programOf, shellBuiltins, simpleCommands } from './shell-words.ts';

/** Command lines that are started for sure, each with its words: the container's own, and the first that its shell is told to run. */
export function commandsOf({ entrypoint, command, from, versions }: Pick<Run, 'entrypoint' | 'command' | 'from' | 'versions'>): string[][] {
  const argv = [...entrypoint, ...command];
  if (argv.length === 0) return [];
  // Node's own image hands what is a program over to it.
  const isHandedOver = from.entrypoint === 'image' && entrypoint.join(' ') === 'docker-entrypoint.sh' && 'NODE_VERSION' in versions;
  const told = toldToShell(isHandedOver ? command : argv);
  return told ? [argv, told] : [argv];
}

/** The first command of `sh -c 'a && b'`; undefined where the shell does something itself. */
function toldToShell(argv: string[]): string[] | undefined {
  const [program = '', option = '', text] = argv;
  if (!/^(?:sh|bash|ash|dash)$/.test(posix.basename(program)) || !/^-[eux]*c$/.test(option) || text === undefined) return undefined;
  const [first] = simpleCommands(text) ?? [];
  if (!first || (first.operator !== '' && first.operator !== '&&')) return undefined;
  const named = programOf(first.words);
  if (named === undefined || shellBuiltins.has(named)) return undefined;
  return first.words.slice(first.words.indexOf(named));
}
