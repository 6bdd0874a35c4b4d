/** Everything that repairs may look at and change, as texts: nothing here touches the disk. All paths are absolute. */
export interface ProjectTexts {
  /** What lies outside of it is never changed. */
  directory: string;
  /** Those that others include or extend come before them: the last that says something wins. */
  compose: ComposeText[];
  envFiles: string[];
  /** Every file that may be changed, by its path; one that cannot be read as text is absent. */
  texts: ReadonlyMap<string, string>;
  /** Permission bits, of the same files. */
  modes: ReadonlyMap<string, number>;
  /** Folders and files that are there, of those that edits would make. */
  present: ReadonlySet<string>;
}

export interface ComposeText {
  file: string;
  /** What a service extends lends its lines to others, and is never changed for one of them. */
  role: 'main' | 'included' | 'extended';
  /** What Compose interpolates it with; the shell wins. */
  shell: Record<string, string>;
  envFiles: Record<string, string>;
}

export type FileChange =
  /** `before` is absent where the file is new. */
  | { change: 'text'; file: string; before?: string; after: string; mode?: number }
  | { change: 'mode'; file: string; mode: number }
  | { change: 'folder'; path: string };

/** Whether a path lies in the project's folder. */
export function isInside(path: string, directory: string): boolean {
  return path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
