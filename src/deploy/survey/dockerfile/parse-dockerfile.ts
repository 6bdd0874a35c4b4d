import type { DockerfileFacts, Instruction, Stage } from '../../model/dockerfile.ts';
import { asMeant, misspeltIn } from './misspelt.ts';
import { type Values, wordsOf } from './words.ts';

type Parsed = Pick<DockerfileFacts, 'instructions' | 'stages' | 'foreignSyntax' | 'target' | 'wantedTarget'>;

/** `args` are those that the build is given; what a value of null means, only the builder knows. */
export async function parseDockerfile(
  text: string,
  { args = {}, target }: { args?: Record<string, string | null>; target?: string } = {},
): Promise<Parsed> {
  const { DockerfileParser } = await import('dockerfile-ast');
  const misspelt = misspeltIn(DockerfileParser.parse(text));
  const parsed = DockerfileParser.parse(asMeant(text, misspelt));
  const scope = new Scope(args);
  const stages: Stage[] = [];
  const instructions = parsed.getInstructions().map((read): Instruction => {
    const { start, end } = read.getRange();
    const content = 'getFlags' in read ? read.getArgumentsContent() : read.getRawArgumentsContent();
    const instruction: Instruction = {
      keyword: read.getKeyword(),
      word: misspelt.find(({ line }) => line === start.line)?.word ?? read.getInstruction(),
      line: start.line + 1,
      lastLine: end.line + 1,
      flags: flagsOf(read),
      text: content ?? '',
      words: wordsOf(content ?? '', scope.values(stages.length === 0 || read.getKeyword() === 'FROM')),
      heredoc: /<<-?\s*["']?\w/.test(content ?? ''),
      ...jsonOf(content ?? ''),
    };
    if (instruction.keyword === 'FROM') {
      stages.push(stageOf(instruction, stages));
      scope.enterStage(stages.at(-1));
    }
    scope.learn(instruction, stages.length === 0);
    return stages.length === 0 ? instruction : { ...instruction, stage: stages.length - 1 };
  });
  const built = targetOf(stages, target);
  markNeeded(stages, instructions, built);
  const syntax = parsed
    .getDirectives()
    .find((directive) => directive.getName().toLowerCase() === 'syntax')
    ?.getValue();
  return {
    instructions,
    stages,
    ...(built === undefined ? {} : { target: built }),
    ...(target ? { wantedTarget: target } : {}),
    foreignSyntax: syntax !== undefined && !/^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax),
  };
}

/** What the variables hold at a line: those before the first FROM are for FROM alone, and for stages that ask for them by ARG. */
class Scope {
  readonly #given: Record<string, string | null>;
  readonly #global = new Map<string, string | undefined>();
  readonly #ofStages: Map<string, string | undefined>[] = [];
  #stage = new Map<string, string | undefined>();

  constructor(given: Record<string, string | null>) {
    this.#given = given;
  }

  values(inFrom: boolean): Values {
    return inFrom ? this.#global : this.#stage;
  }

  enterStage(stage: Stage | undefined): void {
    this.#stage = new Map(stage?.base === undefined ? [] : this.#ofStages[stage.base]);
    this.#ofStages.push(this.#stage);
  }

  learn({ keyword, words, text }: Instruction, before: boolean): void {
    if (keyword === 'ARG') for (const word of words) this.#declare(word, before);
    if (keyword !== 'ENV') return;
    for (const pair of pairsOf(text, words)) this.#stage.set(...pair);
  }

  #declare(word: string | undefined, before: boolean): void {
    if (word === undefined) return;
    const [name = '', ...rest] = word.split('=');
    const fallback = rest.length > 0 ? rest.join('=') : before ? undefined : this.#global.get(name);
    const value = name in this.#given ? (this.#given[name] ?? undefined) : fallback;
    (before ? this.#global : this.#stage).set(name, value);
  }
}

/** `ENV A=1 B=2`, or `ENV A the rest of the line`. */
function pairsOf(text: string, words: (string | undefined)[]): [string, string | undefined][] {
  if (!/^\s*[\w.-]+=/.test(text)) {
    const [name, ...rest] = words;
    return name === undefined ? [] : [[name, rest.includes(undefined) ? undefined : rest.join(' ')]];
  }
  // A word with a variable that is not known still says which name it sets.
  const names = [...text.matchAll(/(?:^|\s)([\w.-]+)=/g)].map(([, name]) => name ?? '');
  return words.flatMap((word, index): [string, string | undefined][] => {
    const name = word === undefined ? names[index] : word.split('=', 1)[0];
    return name === undefined ? [] : [[name, word?.slice(name.length + 1)]];
  });
}

function stageOf({ line, words, flags }: Instruction, stages: Stage[]): Stage {
  const [from, as, name] = words;
  const named = from === undefined ? undefined : stages.find((stage) => stage.name?.toLowerCase() === from.toLowerCase());
  return {
    index: stages.length,
    line,
    from,
    needed: false,
    ...(as?.toLowerCase() === 'as' && name ? { name } : {}),
    ...(named ? { base: named.index } : {}),
    ...(flags['platform'] === undefined ? {} : { platform: flags['platform'] }),
  };
}

/** Names are compared without case; a number counts from 0. */
function stageNamed(stages: Stage[], name: string): Stage | undefined {
  return (
    stages.find((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined)
  );
}

function targetOf(stages: Stage[], target: string | undefined): number | undefined {
  return target ? stageNamed(stages, target)?.index : stages.at(-1)?.index;
}

/** BuildKit builds only the stages that the wanted one is made from. */
function markNeeded(stages: Stage[], instructions: Instruction[], index: number | undefined): void {
  const stage = index === undefined ? undefined : stages[index];
  if (!stage || stage.needed) return;
  stage.needed = true;
  markNeeded(stages, instructions, stage.base);
  for (const { flags, keyword } of instructions.filter((one) => one.stage === index)) {
    const names = [flags['from'], ...(keyword === 'RUN' ? [/(?:^|,)from=([^,]+)/.exec(flags['mount'] ?? '')?.[1]] : [])];
    for (const name of names) if (name) markNeeded(stages, instructions, stageNamed(stages.slice(0, index), name)?.index);
  }
}

function flagsOf(read: object): Record<string, string> {
  if (!('getFlags' in read) || typeof read.getFlags !== 'function') return {};
  const flags = read.getFlags() as { getName(): string; getValue(): string | null }[];
  // Several mounts are told as one: only their `from` matters.
  const merged: Record<string, string> = {};
  for (const flag of flags) {
    const name = flag.getName().toLowerCase();
    merged[name] = name in merged ? `${merged[name]},${flag.getValue() ?? ''}` : (flag.getValue() ?? '');
  }
  return merged;
}

function jsonOf(text: string): { json?: string[] } {
  if (!text.trimStart().startsWith('[')) return {};
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? { json: list } : {};
  } catch {
    return {};
  }
}
