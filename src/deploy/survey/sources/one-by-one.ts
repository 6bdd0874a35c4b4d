import { run } from '../../../system/process.ts';
import type { Flaw, Source } from './source.ts';

/** Tools that take one file and say what is wrong in words. */
interface Tool {
  /** Reads the program from its standard input, and does not run it. */
  argv: string[];
  /** Groups `line` and `message`. */
  says: RegExp;
}

export const tools = {
  // bash understands whatever other shells do, and more: what it refuses, all of them refuse.
  shell: { argv: ['bash', '-n'], says: /^\S*bash: line (?<line>\d+): (?<message>.*)$/m },
  ruby: { argv: ['ruby', '-c'], says: /^(?:ruby: )?-:(?<line>\d+): (?<message>.*)$/m },
  php: { argv: ['php', '-l'], says: /^(?:PHP )?(?<message>(?:Parse|Syntax|Fatal) error: .*) in .* on line (?<line>\d+)/m },
} satisfies Record<string, Tool>;

const atOnce = 4;

/** Undefined too for what could not be looked at in time. */
export async function flawsOneByOne(
  tool: Tool,
  sources: Source[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<(Flaw | undefined)[]> {
  const flaws: (Flaw | undefined)[] = sources.map(() => undefined);
  const waiting = sources.map((source, index) => ({ source, index }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) flaws[next.index] = await flawOf(tool, next.source, environment, signal);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return flaws;
}

async function flawOf(tool: Tool, { text }: Source, environment: Record<string, string>, signal: AbortSignal): Promise<Flaw | undefined> {
  const { exitCode, stdout, stderr } = await run(tool.argv, {
    env: { ...environment, LC_ALL: 'C' },
    input: text,
    signal,
    terminateAfterMs: 0,
  });
  if (exitCode === 0) return undefined;
  const { line, message } = tool.says.exec(stderr + stdout)?.groups ?? {};
  return message === undefined ? undefined : { message, line: Number(line), column: 1 };
}
