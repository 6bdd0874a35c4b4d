import { basename, join, normalize } from 'node:path';
import { simpleCommands } from '../../../deploy/model/shell-words.ts';
import { interpreters } from '../../interpreters.ts';
import type { Tree } from '../../tools.ts';

/** What accept commands stand on: files, scripts of package.json and its like, and names that may not come anew. */
export interface Asked {
  /** Path → the command that leads to it. */
  files: Map<string, string>;
  /** Path of a JSON file → keys in it, such as `['scripts', 'test']`. */
  keys: Map<string, string[][]>;
  /** Would be taken instead of what is there. */
  instead: Set<string>;
}

interface Look {
  base: Tree;
  asked: Asked;
  /** As it is told. */
  command: string;
}

/** Follows commands through the files that base has: what they run, and what that runs. `folder` is the project's in the tree; argv, no shell. */
export async function askedBy(commands: readonly (readonly string[])[], folder: string, base: Tree): Promise<Asked> {
  const asked: Asked = { files: new Map(), keys: new Map(), instead: new Set() };
  for (const argv of commands) {
    const look = { base, asked, command: argv.join(' ') };
    for (const word of argv.slice(1).concat(argv[0] ?? '')) await noteFile(at(folder, word), look);
    await follow([...argv], folder, look);
  }
  return asked;
}

function at(folder: string, path: string): string {
  return normalize(join(folder, path)).replace(/\/$/, '');
}

/** A file is noted once, and what it runs with it. */
async function noteFile(path: string, look: Look): Promise<void> {
  const { base, asked, command } = look;
  if (!base.listing.has(path) || asked.files.has(path)) return;
  asked.files.set(path, command);
  if (/\.(?:sh|bash)$/.test(path) || !basename(path).includes('.')) await followScript(path, look);
}

async function followScript(path: string, look: Look): Promise<void> {
  const text = (await look.base.read(path)) ?? '';
  if (!/^#!.*\b(?:ba|da|z|k)?sh\b/.test(text) && !/\.(?:sh|bash)$/.test(path)) return;
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  // Scripts are run from the project's folder, or go to their own.
  for (const from of new Set([folder, ''])) await followLines(text.split('\n'), from, look, true);
}

/** `together`: in one shell, so that a `cd` lasts. */
async function followLines(lines: readonly string[], folder: string, look: Look, together = false): Promise<void> {
  let here = folder;
  for (const line of lines) {
    if (!together) here = folder;
    const text = line.trim().replace(/^[@+-]+/, '');
    if (text === '' || text.startsWith('#')) continue;
    const commands = simpleCommands(text) ?? [{ words: text.split(/[\s;&|()"']+/).filter(Boolean) }];
    for (const { words } of commands) {
      if (words[0] === 'cd' && words[1]) here = at(here, words[1]);
      else await follow(words, here, look);
    }
  }
}

/** What a command runs: itself, an interpreter's file, a runner's targets. */
async function follow(argv: readonly string[], folder: string, look: Look): Promise<void> {
  const words = withoutWrappers(argv);
  const [program = '', ...rest] = words;
  const name = basename(program);
  if (/^(?:ba|da|z|k)?sh$/.test(name) && /^-\w*c$/.test(rest[0] ?? '')) return followLines([rest[1] ?? ''], folder, look);
  if (program.includes('/')) await noteFile(at(folder, program), look);
  for (const path of filesRun(name, rest)) await noteFile(at(folder, path), look);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name)) return followScripts(rest, at(folder, inFolder(rest)), 'package.json', 'scripts', look);
  if (name === 'composer') return followScripts(rest, folder, 'composer.json', 'scripts', look);
  if (name === 'deno' && rest[0] === 'task') return followScripts(rest, folder, 'deno.json', 'tasks', look);
  const targets = rest.filter((word) => !word.startsWith('-') && !word.includes('='));
  for (const runner of runners.filter(({ programs }) => programs.includes(name)))
    await followRunner(runner.files, targets, at(folder, inFolder(rest)), look);
}

function withoutWrappers(argv: readonly string[]): readonly string[] {
  const [first = '', second = '', ...rest] = argv;
  if (/^[A-Za-z_]\w*=/.test(first) || /^(?:env|exec|command|time|nice|npx|bunx|pnpx|xvfb-run|!)$/.test(first))
    return withoutWrappers(argv.slice(1));
  if (first === 'timeout') return withoutWrappers(argv.slice(1).filter((word, index) => index > 0 || !/^[\d.]+[smhd]?$/.test(word)));
  if (/^(?:uv|poetry|pipenv|pdm|rye|hatch)$/.test(first) && second === 'run') return withoutWrappers(rest);
  return first === 'bundle' && second === 'exec' ? withoutWrappers(rest) : argv;
}

/** The file that an interpreter is given, and those that an option names. */
function filesRun(program: string, rest: readonly string[]): string[] {
  const first = interpreters.test(program) ? rest.filter((word) => !word.startsWith('-') && word !== 'run').slice(0, 1) : [];
  const named = rest.flatMap((word, index) =>
    /^(?:-f|-c|--file|--config|--rcfile|--require|-r|--import)$/.test(word) ? (rest[index + 1] ?? []) : [],
  );
  const joined = rest.flatMap((word) => /^--(?:file|config|rcfile|require|import|makefile)=(.+)$/.exec(word)?.[1] ?? []);
  return [...first, ...named, ...joined];
}

function inFolder(rest: readonly string[]): string {
  const option = rest.findIndex((word) => /^(?:-C|--prefix|--cwd|--dir|--directory)$/.test(word));
  const joined = rest.flatMap((word) => /^--(?:prefix|cwd|dir|directory)=(.+)$/.exec(word)?.[1] ?? []);
  return (option < 0 ? undefined : rest[option + 1]) ?? joined[0] ?? '.';
}

async function followScripts(rest: readonly string[], folder: string, file: string, section: string, look: Look): Promise<void> {
  const path = at(folder, file);
  const names = rest.filter((word) => !word.startsWith('-'));
  const asked = /^(?:run|run-script|task|exec)$/.test(names[0] ?? '') ? names.slice(1) : names;
  const scripts = sectionOf(await look.base.read(path), section);
  const known = look.asked.keys.get(path) ?? [];
  for (const name of asked
    .map((word) => (word === 't' || word === 'tst' ? 'test' : word))
    .flatMap((word) => [`pre${word}`, word, `post${word}`])) {
    if (known.some(([, key]) => key === name)) continue;
    // One that base does not have may not come anew either.
    known.push([section, name]);
    look.asked.keys.set(path, known);
    const script = scripts[name];
    if (script !== undefined) await followLines([script].flat().map(String), folder, look);
  }
}

function sectionOf(text: string | undefined, section: string): Record<string, unknown> {
  try {
    return Object(Object(JSON.parse(text ?? '{}'))[section]);
  } catch {
    return {};
  }
}

/** In the order in which the program looks for them. */
const runners = [
  { programs: ['make', 'gmake'], files: ['GNUmakefile', 'makefile', 'Makefile'] },
  { programs: ['just'], files: ['justfile', '.justfile', 'Justfile'] },
  {
    programs: ['task', 'go-task'],
    files: ['Taskfile.yml', 'taskfile.yml', 'Taskfile.yaml', 'taskfile.yaml', 'Taskfile.dist.yml', 'Taskfile.dist.yaml'],
  },
  { programs: ['rake'], files: ['Rakefile', 'rakefile', 'rakefile.rb', 'Rakefile.rb'] },
  { programs: ['invoke', 'inv'], files: ['tasks.py', 'invoke.yaml'] },
];

async function followRunner(files: readonly string[], targets: readonly string[], folder: string, look: Look): Promise<void> {
  for (const file of files) {
    const path = at(folder, file);
    if (!look.base.listing.has(path)) {
      look.asked.instead.add(path);
      continue;
    }
    const isNew = !look.asked.files.has(path);
    look.asked.files.set(path, look.command);
    if (isNew) await followLines(recipesOf((await look.base.read(path)) ?? '', targets), folder, look);
  }
}

/** The lines below `target:`, and below what it needs; the first target where none is named. */
function recipesOf(text: string, targets: readonly string[]): string[] {
  const rules = new Map<string, { needs: string[]; lines: string[] }>();
  let current: { needs: string[]; lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    const [, names, needs = ''] = /^([\w./ -]+?)\s*::?(?!=)\s*([^#;]*)/.exec(line) ?? [];
    if (/^\s+\S/.test(line)) current?.lines.push(line);
    else if (names && !names.startsWith('.')) {
      current = { needs: needs.split(/\s+/).filter(Boolean), lines: [] };
      for (const name of names.split(/\s+/)) rules.set(name, current);
    }
  }
  const wanted = targets.length > 0 ? [...targets] : [...rules.keys()].slice(0, 1);
  for (const name of wanted) wanted.push(...(rules.get(name)?.needs ?? []).filter((need) => !wanted.includes(need)));
  return wanted.flatMap((name) => rules.get(name)?.lines ?? []);
}
