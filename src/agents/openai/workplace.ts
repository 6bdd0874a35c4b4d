import { type HeldPath, heldPath } from '../../system/held-path.ts';
import type { Commands } from './commands.ts';

/** Where tools work. */
export interface Workplace {
  /** All that they may touch; absolute. */
  worktree: string;
  /** What relative paths begin at; in the worktree. */
  directory: string;
  commands: Commands;
}

/** Where a path of a model leads, or what to tell it: everything outside of the worktree is refused, and git's own folders. */
export async function locate({ worktree, directory }: Workplace, path: string): Promise<HeldPath | string> {
  const held = await heldPath(worktree, directory, path);
  if (!held) return `error: ${path} lies outside of the project, where nothing can be read or written`;
  // A file system may know no capitals.
  if (held.name.split(/[/\\]/).some((part) => part.toLowerCase() === '.git')) return `error: ${path} is git's own`;
  return held;
}
