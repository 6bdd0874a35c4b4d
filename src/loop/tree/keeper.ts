import { join } from 'node:path';
import { removeStubborn } from '../../system/copy.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../../system/files.ts';
import { readText } from '../../system/read.ts';
import { type Place, git } from './git.ts';
import { borrow } from './borrow.ts';
import { readingSettings } from './reading-settings.ts';
import { type Repository, authorIn } from './repository.ts';

/** A run's own bare repository. It borrows the project's objects, and no agent is told where it is: what it says of a tree is not an agent's claim. */
export interface Keeper {
  gitDir: string;
  /** A commit of what a folder holds that git does not ignore, beside its own `.git`; `index` remembers what was looked at before. */
  treeOf(folder: string, index: string, except?: readonly string[]): Promise<string>;
  /** Path → mode and object of all that a tree holds. */
  listing(tree: string): Promise<Map<string, Entry>>;
  read(object: string): Promise<string>;
  /** The tree with other entries; null takes one out. */
  withEntries(tree: string, entries: ReadonlyMap<string, Entry | { text: string; mode: string } | null>, index: string): Promise<string>;
  commit(tree: string, parent: string, message: string): Promise<string>;
  /** The first line of what a commit says. */
  subjectOf(commit: string): Promise<string>;
  /** `2 files changed, 3 insertions(+), 1 deletion(-)`, and which. */
  changes(from: string, to: string): Promise<{ stat: string; files: string[] }>;
  /** A unified diff; from a folder below the root, and of that alone, where one is named. */
  diff(from: string, to: string, below?: string): Promise<string>;
  /** Writes all of a tree into an empty folder. */
  writeOut(tree: string, folder: string, index: string): Promise<void>;
  place: Place;
}

export interface Entry {
  /** `100644`, `100755`, `120000` a link, `160000` a submodule. */
  mode: string;
  object: string;
}

/** Opens the run's repository, or makes it. */
export async function openKeeper(gitDir: string, repository: Repository): Promise<Keeper> {
  const { environment } = repository;
  const settings = await readingSettings(repository);
  const place = { gitDir, environment, settings };
  if (!(await isMade(place))) await make(gitDir, repository);
  const author = await authorIn(repository);
  const authored = { ...place, author };
  const listed = remembering(async (tree) => {
    const lines = await git(place, ['ls-tree', '-r', '-z', '--full-tree', tree]);
    return new Map(lines.split('\0').filter(Boolean).map(entryOf));
  });

  return {
    gitDir,
    place,
    async treeOf(folder, index, except = []) {
      const seen = { ...place, workTree: folder, index };
      await git(seen, ['add', '--all', '--', '.', ...except.map((path) => `:(exclude,top,literal)${path}`)]);
      return git(seen, ['write-tree']);
    },
    listing: listed.of,
    read: (object) => git(place, ['cat-file', 'blob', object], { exact: true }),
    async withEntries(tree, entries, index) {
      if (entries.size === 0) return tree;
      const seen = { ...place, index };
      await git(seen, ['read-tree', tree]);
      const lines = await Promise.all([...entries].map(([path, entry]) => indexLine(path, entry, place, repository.format)));
      await git(seen, ['update-index', '-z', '--index-info'], { input: lines.join('') });
      return git(seen, ['write-tree']);
    },
    async commit(tree, parent, message) {
      const commit = await git(authored, ['commit-tree', tree, '-p', parent, '-F', '-'], { input: message });
      listed.same(commit, tree);
      return commit;
    },
    subjectOf: remembering((commit) => git(place, ['log', '-1', '--no-show-signature', '--encoding=UTF-8', '--format=%s', commit])).of,
    async changes(from, to) {
      const lines = await git(place, ['diff-tree', '-r', '-z', '--numstat', '--no-renames', from, to]);
      return changesOf(lines.split('\0').filter(Boolean));
    },
    diff(from, to, below = '') {
      const relative = below ? [`--relative=${below}`] : [];
      // Plumbing: what users set for their own eyes, such as `diff.noprefix`, does not change it.
      const form = ['--no-ext-diff', '--no-textconv', '--no-color', '--find-renames', '--submodule=short'];
      return git(place, ['diff-tree', '-r', '-p', ...form, ...relative, from, to], { exact: true });
    },
    async writeOut(tree, folder, index) {
      await removeStubborn(folder);
      await ensurePrivateDirectory(folder);
      await removeStubborn(index);
      await git({ ...place, workTree: folder, index }, ['read-tree', '-u', '--reset', tree]);
    },
  };
}

/** Its first branch is the last thing that is made: a process may be killed before. */
async function isMade(place: Place): Promise<boolean> {
  if (typeof (await readText(join(place.gitDir, 'HEAD'))) === 'string') return false;
  return (await git(place, ['rev-parse', '--verify', '--quiet', 'refs/heads/base'], { alsoFine: [1, 128] })) !== '';
}

async function make(gitDir: string, { commonDir, head, format, environment }: Repository): Promise<void> {
  await ensurePrivateDirectory(gitDir);
  const place = { gitDir, environment };
  await git(place, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, gitDir]);
  await borrow(commonDir, gitDir, ['info/exclude', 'info/attributes', 'shallow']);
  await writePrivateCopies([{ path: join(gitDir, 'objects/info/alternates'), text: `${join(commonDir, 'objects')}\n` }]);
  await git(place, ['update-ref', 'refs/heads/base', head]);
}

/** `1\t2\tpath` each, `-\t-\tpath` for what is no text. */
function changesOf(lines: readonly string[]): { stat: string; files: string[] } {
  const counted = lines.map((line) => /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(line) ?? []);
  const sum = (column: number) => counted.reduce((total, words) => total + (Number(words[column]) || 0), 0);
  const [added, removed] = [sum(1), sum(2)];
  const parts = [
    `${lines.length} file${lines.length === 1 ? '' : 's'} changed`,
    ...(added > 0 || removed === 0 ? [`${added} insertion${added === 1 ? '' : 's'}(+)`] : []),
    ...(removed > 0 || added === 0 ? [`${removed} deletion${removed === 1 ? '' : 's'}(-)`] : []),
  ];
  return { stat: lines.length === 0 ? 'nothing changed' : parts.join(', '), files: counted.map(([, , , path = '']) => path) };
}

/** What a tree or a commit holds never changes. */
function remembering<Value>(look: (key: string) => Promise<Value>) {
  const known = new Map<string, Promise<Value>>();
  const keep = (key: string, seen: Promise<Value>) => {
    known.set(key, seen);
    seen.catch(() => known.delete(key));
    if (known.size > mostRemembered) known.delete(known.keys().next().value ?? '');
    return seen;
  };
  const of = (key: string) => known.get(key) ?? keep(key, look(key));
  /** A commit holds what its tree holds. */
  const same = (key: string, as: string) => void keep(key, of(as));
  return { of, same };
}

const mostRemembered = 8;

function entryOf(line: string): [string, Entry] {
  const [, mode = '', object = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
  return [path, { mode, object }];
}

/** As `update-index --index-info` takes it; mode 0 takes a path out. */
async function indexLine(
  path: string,
  entry: Entry | { text: string; mode: string } | null,
  place: Place,
  format: Repository['format'],
): Promise<string> {
  if (!entry) return `0 ${'0'.repeat(format === 'sha256' ? 64 : 40)}\t${path}\0`;
  if ('object' in entry) return `${entry.mode} ${entry.object}\t${path}\0`;
  const object = await git(place, ['hash-object', '-w', '--no-filters', '--stdin'], { input: entry.text });
  return `${entry.mode} ${object}\t${path}\0`;
}
