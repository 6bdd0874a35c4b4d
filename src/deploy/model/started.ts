import { posix } from 'node:path';
import type { Run } from './run.ts';
import { programOf, shellBuiltins, simpleCommands } from './shell-words.ts';

/** Command lines that are started for sure, each with its words: the container's own, and the first that its shell is told to run. */
export function commandsOf({ entrypoint, command, from, versions }: Pick<Run, 'entrypoint' | 'command' | 'from' | 'versions'>): string[][] {
  const argv = [...entrypoint, ...command];
  if (argv.length === 0) return [];
  const told = toldToShell(handsOver({ entrypoint, from, versions }) ? command : argv);
  return told ? [argv, told] : [argv];
}

/** Node's own image hands on what can be executed, and has Node run the rest. */
export function handsOver({ entrypoint, from, versions }: Pick<Run, 'entrypoint' | 'from' | 'versions'>): boolean {
  return from.entrypoint === 'image' && entrypoint.join(' ') === 'docker-entrypoint.sh' && 'NODE_VERSION' in versions;
}

/** Those, and what the image's entrypoint may hand on: worth a look. */
export function mayStart(run: Parameters<typeof commandsOf>[0]): string[][] {
  return handsOver(run) && run.command.length > 0 ? [...commandsOf(run), run.command] : commandsOf(run);
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
