import { join, posix } from 'node:path';
import { chainOf, dockerfileKeywords, type Copy, type CopySource, type DockerfileFacts, type Instruction } from '../../model/dockerfile.ts';

/** How a path comes into an image that is not built yet. `base`: nothing in the Dockerfile touches it; `sameMode`: no later command may change its mode. */
export type Bringer = { by: 'copy'; copy: Copy; file: string; sameMode: boolean } | { by: 'base' } | { by: 'unknown' };

/** The last instruction that may have made the path counts. */
export function broughtBy(path: string, facts: DockerfileFacts, exists: (file: string) => boolean): Bringer {
  let sameMode = true;
  for (const instruction of chainOf(facts, facts.target).toReversed()) {
    const { keyword } = instruction;
    if (!dockerfileKeywords.includes(keyword)) return { by: 'unknown' };
    if (keyword === 'RUN') {
      const rest = withoutModes(instruction.text);
      if (mayTouch(rest, path)) return { by: 'unknown' };
      sameMode &&= rest === instruction.text;
    }
    if (keyword === 'WORKDIR' && isBelow(instruction.words[0], path)) return { by: 'unknown' };
    if (keyword !== 'COPY' && keyword !== 'ADD') continue;
    const copy = facts.copies.find(({ line }) => line === instruction.line);
    if (!copy || copy.destination === undefined) {
      if (mayArriveFromElsewhere(instruction, path)) return { by: 'unknown' };
      continue;
    }
    // Folders above what is copied are made with it.
    if (copy.destination !== `${path}/` && copy.destination !== path && isBelow(copy.destination, path)) return { by: 'unknown' };
    for (const source of copy.sources.toReversed()) {
      const file = fileFor(path, source, { ...copy, destination: copy.destination }, facts.context);
      if (file === 'unknown') return { by: 'unknown' };
      if (file !== undefined && exists(file)) return { by: 'copy', copy, file, sameMode };
    }
  }
  return { by: 'base' };
}

/** A folder that is not absolute may lie anywhere. */
function isBelow(place: string | undefined, path: string): boolean {
  return place === undefined || !place.startsWith('/') || place === path || place.startsWith(`${path}/`);
}

/** Commands that change files anywhere, or run what may. */
const changesFiles =
  /\b(?:chmod|chown|dos2unix|unix2dos|sed|find|perl|tr|mv|cp|ln|install|rsync|unzip|tar|make|git)\b|\.sh\b|<<|[\w/]*gradlew|mvnw/;

/** A command without what changes owners and modes only: the text of a file stays what it is. */
function withoutModes(text: string): string {
  if (/<<|["'`$\\]/.test(text)) return text;
  return text.replaceAll(/(?<=^|&&|;)\s*(?:chmod|chown)(?:\s+[^\s;&|<>()]+)+\s*(?=$|&&|;)/g, ' ');
}

function mayTouch(text: string, path: string): boolean {
  return changesFiles.test(text) || text.includes(posix.basename(path)) || installs(text, path);
}

/** What package managers bring lies in folders for programs, or in those of modules. */
function installs(text: string, path: string): boolean {
  return (
    /\b(?:install|add|ci|sync|build)\b|\bcurl\b|\bwget\b/.test(text) && /(?:^|\/)(?:s?bin|lib\d*|node_modules|\.venv|etc|opt)\//.test(path)
  );
}

/** COPY --from and ADD of archives: below their destination anything may lie. */
function mayArriveFromElsewhere({ json, words }: Instruction, path: string): boolean {
  const destination = (json ?? words).at(-1);
  if (destination === undefined || !destination.startsWith('/')) return true;
  const folder = destination.replace(/\/$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}

function fileFor(path: string, source: CopySource, copy: Copy & { destination: string }, context: string): string | 'unknown' | undefined {
  const destination = copy.destination.replace(/(?<=.)\/$/, '');
  const rest =
    path === destination
      ? ''
      : path.startsWith(destination === '/' ? '/' : `${destination}/`)
        ? posix.relative(destination, path)
        : undefined;
  if (rest === undefined) return undefined;
  if (copy.keyword === 'ADD' && /\.(?:tar|tgz|gz|xz|bz2|zst)$/.test(source.path)) return 'unknown';
  const name = posix.basename(source.path);
  switch (source.kind) {
    case 'file':
      return (rest === '' && !copy.destination.endsWith('/') && copy.sources.length === 1) || rest === name
        ? join(context, source.path)
        : undefined;
    case 'directory':
      return rest === '' ? undefined : join(context, source.path, rest);
    case 'pattern':
      return matches(posix.basename(rest), name) && !rest.includes('/') ? join(context, posix.dirname(source.path), rest) : undefined;
    case 'unknown':
      return 'unknown';
    case 'missing':
      return undefined;
  }
}

function matches(name: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  try {
    return new RegExp(`^${expression}$`).test(name);
  } catch {
    return false;
  }
}
