import type { Edit, Repair } from '../../src/deploy/model/repair.ts';
import type { ComposeText, ProjectTexts } from '../../src/repair/project-texts.ts';
import { type Repaired, repairTexts } from '../../src/repair/repair-texts.ts';

export interface BenchOptions {
  roles?: Record<string, ComposeText['role']>;
  shell?: Record<string, string>;
  envFiles?: Record<string, string>;
  present?: string[];
}

const directory = '/srv/shop';

/** A project of texts by their names; those that end in `.yaml` are its Compose files, the last one winning. */
export function projectOf(
  files: Record<string, string>,
  { roles = {}, shell = {}, envFiles = {}, present = [] }: BenchOptions = {},
): ProjectTexts {
  const path = (name: string) => (name.startsWith('/') ? name : `${directory}/${name}`);
  const texts = new Map(Object.entries(files).map(([name, text]) => [path(name), text]));
  return {
    directory,
    compose: Object.keys(files)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => ({ file: path(name), role: roles[name] ?? 'main', shell, envFiles })),
    envFiles: Object.keys(files)
      .filter((name) => name.endsWith('.env'))
      .map(path),
    texts,
    modes: new Map([...texts.keys()].map((file) => [file, 0o644])),
    present: new Set(present.map(path)),
  };
}

/** What a Compose file says after an edit; or why it is refused. */
export function edited(text: string, edit: Edit | Repair, options: BenchOptions = {}): string {
  const files = editedFiles({ 'compose.yaml': text }, edit, options);
  return typeof files === 'string' ? files : (files['compose.yaml'] ?? '');
}

/** All files after it, by name; and after the same once more: nothing may change then. */
export function editedFiles(
  files: Record<string, string>,
  edit: Edit | Repair,
  options: BenchOptions = {},
): Record<string, string> | string {
  const repair = Array.isArray(edit) ? edit : [edit];
  const once = repairTexts(projectOf(files, options), [repair]);
  const [refusal] = once.refused;
  if (refusal) return `refused: ${refusal.reason}`;
  const after = { ...files, ...writtenBy(once) };
  // An item of a list is known by its number only: what is counted from its front is another list now.
  if (repair.some((one) => one.edit === 'remove' && typeof one.path.at(-1) === 'number')) return after;
  const twice = repairTexts(projectOf(after, options), [repair]);
  if (twice.changes.length > 0 || twice.refused.length > 0) return `not idempotent: ${JSON.stringify(twice)}`;
  return after;
}

function writtenBy({ changes }: Repaired): Record<string, string> {
  return Object.fromEntries(
    changes.flatMap((change) => (change.change === 'text' ? [[change.file.replace(`${directory}/`, ''), change.after]] : [])),
  );
}
