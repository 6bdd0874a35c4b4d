import { join } from 'node:path';
import { removeStubborn } from '../../system/copy.ts';
import { ensurePrivateDirectory, writePrivateCopies } from '../../system/files.ts';
import { readText } from '../../system/read.ts';
import { type Place, git } from './git.ts';
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
  const place = { gitDir, environment };
  if (!(await isMade(place))) await make(gitDir, repository);
  const author = await authorIn(repository);
  const authored = { gitDir, environment, author };

  return {
    gitDir,
    place,
    async treeOf(folder, index, except = []) {
      const seen = { ...place, workTree: folder, index };
      await git(seen, ['add', '--all', '--', '.', ...except.map((path) => `:(exclude,top,literal)${path}`)]);
      return git(seen, ['write-tree']);
    },
    async listing(tree) {
      const listed = await git(place, ['ls-tree', '-r', '-z', '--full-tree', tree]);
      return new Map(listed.split('\0').filter(Boolean).map(entryOf));
    },
    read: (object) => git(place, ['cat-file', 'blob', object], { exact: true }),
    async withEntries(tree, entries, index) {
      if (entries.size === 0) return tree;
      const seen = { ...place, index };
      await git(seen, ['read-tree', tree]);
      const lines = await Promise.all([...entries].map(([path, entry]) => indexLine(path, entry, place)));
      await git(seen, ['update-index', '-z', '--index-info'], { input: lines.join('') });
      return git(seen, ['write-tree']);
    },
    commit: (tree, parent, message) => git(authored, ['commit-tree', tree, '-p', parent, '-F', '-'], { input: message }),
    subjectOf: (commit) => git(place, ['log', '-1', '--no-show-signature', '--encoding=UTF-8', '--format=%s', commit]),
    async changes(from, to) {
      const [stat, names] = await Promise.all([
        git(place, ['diff', '--shortstat', from, to]),
        git(place, ['diff', '--name-only', '--no-renames', '-z', from, to]),
      ]);
      return { stat: stat.trim() || 'nothing changed', files: names.split('\0').filter(Boolean) };
    },
    diff(from, to, below = '') {
      const relative = below ? [`--relative=${below}`] : [];
      return git(place, ['diff', '--no-ext-diff', '--no-textconv', '--no-color', ...relative, from, to], { exact: true });
    },
    async writeOut(tree, folder, index) {
      await removeStubborn(folder);
      await ensurePrivateDirectory(folder);
      const seen = { ...place, workTree: folder, index };
      await git(seen, ['read-tree', tree]);
      await git(seen, ['checkout-index', '--all', '--force', '--quiet']);
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
  await git(place, ['init', '--quiet', '--bare', `--object-format=${format}`, gitDir]);
  const [excluded, shallow] = await Promise.all([readText(join(commonDir, 'info', 'exclude')), readText(join(commonDir, 'shallow'))]);
  await writePrivateCopies([
    { path: join(gitDir, 'objects', 'info', 'alternates'), text: `${join(commonDir, 'objects')}\n` },
    ...(typeof excluded === 'string' ? [] : [{ path: join(gitDir, 'info', 'exclude'), text: excluded.text }]),
    ...(typeof shallow === 'string' ? [] : [{ path: join(gitDir, 'shallow'), text: shallow.text }]),
  ]);
  await git(place, ['update-ref', 'refs/heads/base', head]);
}

function entryOf(line: string): [string, Entry] {
  const [, mode = '', object = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
  return [path, { mode, object }];
}

/** As `update-index --index-info` takes it; mode 0 takes a path out. */
async function indexLine(path: string, entry: Entry | { text: string; mode: string } | null, place: Place): Promise<string> {
  if (!entry) return `0 ${'0'.repeat(40)}\t${path}\0`;
  if ('object' in entry) return `${entry.mode} ${entry.object}\t${path}\0`;
  const object = await git(place, ['hash-object', '-w', '--no-filters', '--stdin'], { input: entry.text });
  return `${entry.mode} ${object}\t${path}\0`;
}
