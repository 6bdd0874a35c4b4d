/** A `COPY` or `ADD` of the project's own files; paths as they are written, the destination absolute. */
export interface Copied {
  /** Counted from 1. */
  line: number;
  /** As it is written, on one line or several. */
  text: string;
  sources: string[];
  destination: string;
  /** It ends in a slash or names a folder by `.`. */
  intoFolder: boolean;
}

/** What the stages of a Dockerfile copy from its context, in their order. Later ones win. */
export function copiesOf(dockerfile: string): Copied[] {
  const copies: Copied[] = [];
  let workdir = '/';
  for (const { line, text } of instructionsOf(dockerfile)) {
    const [, word = '', rest = ''] = /^\s*(\w+)\s+([^]*)$/.exec(text) ?? [];
    const instruction = word.toUpperCase();
    if (instruction === 'FROM') workdir = '/';
    if (instruction === 'WORKDIR') workdir = absolute(unquoted(rest.trim()), workdir);
    if ((instruction !== 'COPY' && instruction !== 'ADD') || /--from=/.test(rest)) continue;
    const paths = pathsIn(rest);
    const destination = paths.at(-1);
    if (destination === undefined || paths.length < 2) continue;
    const sources = paths.slice(0, -1);
    const intoFolder = destination.endsWith('/') || /(?:^|\/)\.$/.test(destination) || sources.length > 1;
    copies.push({ line, text, sources, destination: absolute(destination, workdir), intoFolder });
  }
  return copies;
}

/** Each instruction as one text, with the number of its first line. */
export function instructionsOf(dockerfile: string): { line: number; text: string }[] {
  const instructions: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, written] of dockerfile.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(written)) continue;
    const continues = /\\\s*$/.test(written);
    const part = written.replace(/\\\s*$/, ' ');
    if (open) open.text += part;
    else open = { line: index + 1, text: part };
    if (continues) continue;
    instructions.push(open);
    open = undefined;
  }
  if (open) instructions.push(open);
  return instructions;
}

function pathsIn(rest: string): string[] {
  const words = rest.replaceAll(/(?:^|\s)--\w+(?:=\S+)?/g, ' ').trim();
  if (!words.startsWith('[')) return words.split(/\s+/).map(unquoted);
  try {
    const list: unknown = JSON.parse(words);
    return Array.isArray(list) ? list.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}

/** An absolute path without `.`, `..` and a slash at its end. */
export function absolute(path: string, folder: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : `${folder}/`}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
