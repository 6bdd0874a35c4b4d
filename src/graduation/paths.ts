import { relative } from 'node:path';

/** Where paths of the standing file begin, and how the project's files write those outside. */
export interface Places {
  directory: string;
  home: string;
  /** All of the project's files, as they are written. */
  texts: readonly string[];
}

/** An absolute path as a file that others may have too writes it: from the project's folder, or from the home folder where the file does so. */
export function portable(path: string, { directory, home, texts }: Places): string {
  if (!path.startsWith('/')) return path;
  if (path === directory || path.startsWith(`${directory}/`)) return `.${path.slice(directory.length)}`;
  const inHome = path.startsWith(`${home}/`) ? path.slice(home.length) : undefined;
  const says = (text: string) => texts.some((one) => one.includes(text));
  if (inHome !== undefined && says(`~${inHome}`)) return `~${inHome}`;
  const variable = ['${HOME}', '$HOME'].find((form) => says(form + (inHome ?? '/')));
  if (inHome !== undefined && variable) return variable + inHome;
  return says(path) ? path : relative(directory, path);
}

/** Keys of the model whose texts are paths of this machine. */
export function isPath(path: readonly (string | number)[]): boolean {
  const keys = path.map((key) => (typeof key === 'number' ? '#' : key));
  return pathKeys.some((pattern) => pattern.length === keys.length && pattern.every((key, index) => key === '*' || key === keys[index]));
}

const pathKeys = [
  ['services', '*', 'build', 'context'],
  ['services', '*', 'build', 'additional_contexts', '*'],
  ['services', '*', 'volumes', '#', 'source'],
  ['services', '*', 'develop', 'watch', '#', 'path'],
  ['services', '*', 'label_file', '#'],
  ['secrets', '*', 'file'],
  ['configs', '*', 'file'],
];
