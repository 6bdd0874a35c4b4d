import { basename, relative } from 'node:path';
import type { Protect, Protected, Tree } from '../../tools.ts';
import type { Entry } from '../../tree/keeper.ts';
import { globMatcher } from '../glob.ts';
import { refusals } from '../refusals.ts';
import { type Asked, askedBy } from './asked.ts';
import { type Kind, kinds } from './kinds.ts';
import { manifestsOf } from './lock-files.ts';
import { partsOf } from './parts.ts';
import type { PutBack } from './put-back.ts';

/** What a project says of it, as of the base commit. */
export interface Guarding {
  /** The project's folder in the tree; empty where it is the tree. */
  folder: string;
  /** argv of the commands that the criteria run. */
  commands: readonly (readonly string[])[];
  /** Globs of `x-portside.improve`, from the project's folder. */
  protect?: readonly string[];
  allow?: readonly string[];
}

/** Puts back what an agent does not get to change, before its work is judged. */
export function protector(guarding: Guarding): Protect {
  return async (base, left) => {
    const [refused] = await refusals(base, left);
    const back = await putBack(base, left, guarding);
    const entries: Protected['entries'] = new Map();
    for (const item of back) entries.set(item.path, entryOf(item, base, left));
    return { entries, putBack: back.map(({ path, reason }) => `${path}: ${reason}`), ...(refused ? { refused: refused.detail } : {}) };
  };
}

function entryOf(item: PutBack, base: Tree, left: Tree): Entry | { text: string; mode: string } | null {
  const [before, after] = [base.listing.get(item.path), left.listing.get(item.path)];
  if ('text' in item) return { text: item.text, mode: (after ?? before)?.mode ?? '100644' };
  return (item.to === 'base' ? before : undefined) ?? null;
}

/** What of a tree is put back, and why, in the order of the paths. */
export async function putBack(base: Tree, left: Tree, guarding: Guarding): Promise<PutBack[]> {
  const { folder, commands, protect = [], allow = [] } = guarding;
  const asked = await askedBy(commands, folder, base);
  const within = (path: string) => (folder === '' || path.startsWith(`${folder}/`) ? relative(folder, path) : path);
  const allowed = allow.map(globMatcher);
  const own: Kind[] = protect.map((glob) => ({ why: 'x-portside.improve.protect names it', additions: false, matches: globMatcher(glob) }));
  const changed = changedPaths(base, left);

  const back: PutBack[] = [];
  for (const path of changed) {
    const isAllowed = allowed.some((matches) => matches(within(path)));
    const why = isAllowed ? undefined : whyWhole(path, within(path), { base, asked, own });
    const item = why === undefined ? await partsOf(path, base, left, isAllowed ? undefined : asked) : whole(path, why, base);
    if (item) back.push(item);
  }
  const locks = changed.filter((path) => !back.some((item) => item.path === path) && !allowed.some((matches) => matches(within(path))));
  return [...back, ...locks.flatMap((path) => strayLock(path, base, left, back))].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files that are not what they were; a mode that changed counts. Submodules are no files. */
function changedPaths(base: Tree, left: Tree): string[] {
  const paths = [...new Set([...base.listing.keys(), ...left.listing.keys()])].toSorted();
  return paths.filter((path) => {
    const [before, after] = [base.listing.get(path), left.listing.get(path)];
    if (before?.mode === '160000' || after?.mode === '160000') return false;
    return before?.object !== after?.object || before?.mode !== after?.mode;
  });
}

function whyWhole(
  path: string,
  within: string,
  { base, asked, own }: { base: Tree; asked: Asked; own: readonly Kind[] },
): string | undefined {
  const command = asked.files.get(path);
  if (command !== undefined) return `the criterion \`${command}\` stands on it`;
  if (asked.instead.has(path)) return 'a criterion would run by it';
  const isNew = !base.listing.has(path);
  const kind = [...own, ...kinds].find(({ matches }) => matches(within));
  return kind === undefined || (isNew && kind.additions) ? undefined : kind.why;
}

function whole(path: string, reason: string, base: Tree): PutBack {
  return { path, reason, to: base.listing.has(path) ? 'base' : 'absent' };
}

/** A lock file that says something else than before, and nobody asked for other packages. */
function strayLock(path: string, base: Tree, left: Tree, back: readonly PutBack[]): PutBack[] {
  const manifests = manifestsOf(path);
  if (!manifests || !base.listing.has(path)) return [];
  const changed = manifests.some((manifest) => {
    const item = back.find((one) => one.path === manifest);
    return base.listing.get(manifest)?.object !== left.listing.get(manifest)?.object && !(item && (!('text' in item) || item.asBase));
  });
  return changed ? [] : [{ path, to: 'base', reason: `it was changed and ${basename(manifests[0] ?? '')} beside it was not` }];
}
