import { relative } from 'node:path';
import { withVariable } from '../env-line.ts';
import type { ProjectTexts } from '../project-texts.ts';
import { isInside } from '../project-texts.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { WrittenEdit } from '../yaml/edit.ts';
import { isScalar, nodeAt, parseTexts } from '../yaml/parsed.ts';
import { write } from '../yaml/write.ts';
import { hasVariables, reworded } from './interpolated.ts';
import { type Place, placeOf } from './place.ts';
import type { ModelEdit } from './translated.ts';

/** file → what it says now; of those that an edit of the model changes. */
type Changed = Map<string, string>;

/** Makes an edit of Compose's model in the file and in the form that writes it. */
export function inCompose(edit: ModelEdit, project: ProjectTexts): Changed | Refusal {
  const below = (path: string) => (isInside(path, project.directory) ? `./${relative(project.directory, path)}` : path);
  const place = placeOf(edit, project, below);
  if (place === 'done') return new Map();
  if (place instanceof Refusal) return place;
  if (place.edits instanceof Refusal) return place.edits;
  const { file } = place.source;
  const changed: Changed = new Map();
  for (const one of place.edits) {
    const text = changed.get(file) ?? place.parsed.text;
    const made = one.write === 'set' ? setValue(text, one, place, project) : write(text, place.index, one);
    if (made instanceof Refusal) return made;
    if (typeof made === 'string') changed.set(file, made);
    else changed.set(made.file, made.text);
  }
  return changed;
}

type Set = Extract<WrittenEdit, { write: 'set' }>;

/** A text with variables keeps them: what differs is changed where it comes from. */
function setValue(
  text: string,
  edit: Set,
  { index, source }: Place,
  project: ProjectTexts,
): string | { file: string; text: string } | Refusal {
  const documents = parseTexts(text);
  if (documents instanceof Refusal) return documents;
  const parsed = documents[index];
  const node = parsed && nodeAt(parsed, edit.path);
  const written = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  if (!hasVariables(written) || JSON.stringify(edit.value ?? null).includes('$')) return write(text, index, edit);
  if (typeof edit.value === 'object') return refuse(`${written} is made of variables`);
  const result = reworded(written, String(edit.value), source);
  if (result instanceof Refusal) return refuse(`${edit.path.join('.')} is ${written}: ${result.reason}`);
  if ('text' in result) return write(text, index, { ...edit, value: result.text });
  return inEnvFile(result, project);
}

/** Only where nobody else would get another value by it. */
function inEnvFile(
  { variable, value }: { variable: string; value: string },
  { compose, envFiles, texts, directory }: ProjectTexts,
): { file: string; text: string } | Refusal {
  const mention = new RegExp(`\\$(?:\\{${variable}\\b|${variable}\\b)`, 'g');
  const uses = compose.reduce((count, { file }) => count + (texts.get(file)?.match(mention)?.length ?? 0), 0);
  if (uses > 1) return refuse(`${variable} is used in ${uses} places`);
  const file = envFiles.findLast((one) => new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=`, 'm').test(texts.get(one) ?? ''));
  if (!file || !isInside(file, directory)) return refuse(`${variable} is given outside of the project`);
  const text = withVariable(texts.get(file) ?? '', variable, value);
  return text instanceof Refusal ? text : { file, text };
}
