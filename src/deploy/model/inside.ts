import type { Image } from './image.ts';

/** An image that the engine has. */
export interface Inside {
  image: Image;
}

/** What lies at a path of an image or a container, links followed. */
export interface FileInside {
  kind: 'file' | 'directory' | 'other' | 'missing';
  /** Where it was found, or not found, once links were followed. */
  path: string;
  /** Permission bits, such as 0o755. */
  mode?: number;
  /** What a small text file says. */
  text?: string;
  /** What a compiled program (ELF) is made for, in the engine's word where it has one: `amd64`, `arm64`, … */
  madeFor?: string;
}

/** path → what lies there; what was not looked for is absent. */
export type FilesInside = Record<string, FileInside>;
