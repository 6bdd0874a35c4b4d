import type { Refusal } from '../refusal.ts';
import type { WrittenEdit } from '../yaml/edit.ts';
import type { Path } from '../yaml/parsed.ts';

/** An edit of the model, as one document may write it. */
export type ModelEdit =
  | { edit: 'set'; path: Path; value: unknown }
  | { edit: 'remove'; path: Path }
  | { edit: 'rename'; path: Path; to: string };

/** Written edits, to be made one after the other; none where the document says it already. */
export type Translated = WrittenEdit[] | Refusal;

/** The edit as it stands, where a file writes things as the model has them. */
export function asItStands(edit: ModelEdit): WrittenEdit {
  if (edit.edit === 'set') return { write: 'set', path: edit.path, value: edit.value };
  return edit.edit === 'remove' ? { write: 'remove', path: edit.path } : { write: 'rename', path: edit.path, to: edit.to };
}
