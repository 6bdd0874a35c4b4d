import type { Quote } from '../candidate.ts';
import type { Evidence } from '../evidence.ts';
import { troubled } from './standing.ts';

/** Where a line was seen: a program's log, a healthcheck's output, the engine's own words, or the builder's and Compose's. */
export type Source = 'log' | 'health' | 'engine' | 'output';

export interface Line {
  service?: string;
  source: Source;
  from: string;
  text: string;
}

/** A line that fits a wording; `said` holds what its named groups caught. */
export interface Hit extends Line {
  said: Record<string, string | undefined>;
  /** Lines of the same source around it. */
  before: string[];
  after: string[];
}

/** All that was said by or of services that something is wrong with, each source oldest first. */
export function linesOf(evidence: Evidence, sources: readonly Source[]): Line[][] {
  const wanted = new Set(sources);
  const groups: Line[][] = [];
  const add = (source: Source, from: string, texts: string[], service?: string) => {
    if (wanted.has(source)) groups.push(texts.map((text) => ({ source, from, text, ...(service ? { service } : {}) })));
  };
  for (const name of troubled(evidence)) {
    const service = evidence.services[name];
    add('log', `logs of ${name}`, service?.logs ?? [], name);
    for (const { error, healthLog } of service?.containers ?? []) {
      if (error) add('engine', `engine, of ${name}`, error.split('\n'), name);
      const failed = healthLog.filter(({ exitCode }) => exitCode !== 0);
      add(
        'health',
        `healthcheck of ${name}`,
        failed.flatMap(({ output }) => output.trim().split('\n')),
        name,
      );
    }
  }
  if (evidence.stage !== 'build') add('engine', 'engine', saidLines(evidence), evidence.service);
  if (evidence.stage === 'build') add('output', 'build', [...evidence.output, ...saidLines(evidence)]);
  return groups;
}

function saidLines({ message }: Evidence): string[] {
  // What a healthcheck printed stands in its own log, and says nothing of the container's program.
  const bare = message.replace(/(?:: healthcheck exit code|; its healthcheck ends with)[^]*$/, '');
  return bare.split('\n').filter((line) => line !== '');
}

/** The last line of each source that fits one of the wordings, the first wording that fits going first. */
export function find(evidence: Evidence, sources: readonly Source[], wordings: readonly RegExp[]): Hit[] {
  return linesOf(evidence, sources).flatMap((lines) => {
    for (const wording of wordings) {
      const index = lastTelling(lines, wording);
      if (index >= 0) return [hitAt(lines, index, wording)].flatMap((hit) => hit ?? []);
    }
    return [];
  });
}

/** Properties of an error object, as Node prints them below its message, say less than the message. */
function lastTelling(lines: Line[], wording: RegExp): number {
  const index = lines.findLastIndex(({ text }) => wording.test(text) && !/^\s*(?:code|errno|syscall|at|name|type|reason): /.test(text));
  return index >= 0 ? index : lines.findLastIndex(({ text }) => wording.test(text));
}

/** Every line that fits one of the wordings. */
export function findAll(evidence: Evidence, sources: readonly Source[], wordings: readonly RegExp[]): Hit[] {
  return linesOf(evidence, sources).flatMap((lines) =>
    lines.flatMap((line, index) => {
      const wording = wordings.find((one) => one.test(line.text));
      return wording ? (hitAt(lines, index, wording) ?? []) : [];
    }),
  );
}

function hitAt(lines: Line[], index: number, wording: RegExp): Hit | undefined {
  const line = lines[index];
  if (!line) return undefined;
  const around = (from: number, to: number) => lines.slice(Math.max(0, from), to).map(({ text }) => text);
  return { ...line, said: wording.exec(line.text)?.groups ?? {}, before: around(index - 10, index), after: around(index + 1, index + 11) };
}

const longest = 400;

export function quote({ from, text }: Pick<Line, 'from' | 'text'>): Quote {
  const line = text.trim();
  return { from, text: line.length > longest ? `${line.slice(0, longest)}…` : line };
}

/** Each text once, and none that is empty. */
export function distinct(quotes: readonly Quote[]): Quote[] {
  return quotes.filter(({ text }, index) => text !== '' && quotes.findIndex((other) => other.text === text) === index);
}

/** The last lines that a service wrote, for want of more telling ones. */
export function lastWords(evidence: Evidence, service: string, count = 3): Quote[] {
  const lines = (evidence.services[service]?.logs ?? []).filter((line) => line.trim() !== '');
  return lines.slice(-count).map((text) => quote({ from: `logs of ${service}`, text }));
}
