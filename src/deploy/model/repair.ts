/**
 * A safe change of the project's own files, as data: all of its edits or none. What the files then say must be what their author meant;
 * a repair never invents a secret.
 */
export type Repair = Edit[];

/** `path` is that of Compose's model, such as `['services', 'web', 'environment', 'REDIS_URL']`, in whatever form the file writes it. */
export type Edit =
  /** The value of a key that is there, or a new key. Objects and lists are written as YAML. As in Compose's files, `$$` stands for a dollar. */
  | { edit: 'set'; path: (string | number)[]; value: unknown }
  | { edit: 'remove'; path: (string | number)[] }
  /** A key that is called by a wrong name; its value stays. */
  | { edit: 'rename'; path: (string | number)[]; to: string }
  /** A key of one file with all that stands below it, to another place in it: both paths as the file writes them. */
  | { edit: 'move'; path: (string | number)[]; to: (string | number)[] }
  /** In any text file, the one place where `from` stands in that line (counted from 1); anywhere, where no line is given and it stands only once. */
  | { edit: 'replace'; file: string; line?: number; from: string; to: string }
  /** A whole line put before line `line` (counted from 1); at the end where that is one more than there are. */
  | { edit: 'insert-line'; file: string; line: number; text: string }
  /** Only where the line says `text`, if that is given. */
  | { edit: 'remove-line'; file: string; line: number; text?: string }
  /** `\r\n` becomes `\n`. */
  | { edit: 'unix-line-ends'; file: string }
  | { edit: 'make-executable'; file: string }
  | { edit: 'make-folder'; path: string }
  /** Where nothing is yet. */
  | { edit: 'copy-file'; from: string; to: string };
