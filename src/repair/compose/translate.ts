import { Refusal, refuse } from '../refusal.ts';
import type { Path } from '../yaml/parsed.ts';
import { inKeyedList, inListOfNames } from './lists.ts';
import { commandWith, mountWith, portWith } from './short-forms.ts';
import { type ModelEdit, type Translated, asItStands } from './translated.ts';

const keyedLists = new Set(['environment', 'labels', 'annotations', 'sysctls', 'build.args', 'build.labels', 'deploy.labels']);
const listsOfNames: Record<string, Record<string, unknown>> = { depends_on: { condition: 'service_started' }, networks: {} };
const listsOrTexts = new Set(['env_file', 'dns', 'dns_search', 'dns_opt', 'tmpfs', 'label_file']);

/** Finds the form in which a document writes what an edit of the model is about; `relative` writes a path as one below the project's folder. */
export function translate(data: unknown, edit: ModelEdit, relative: (path: string) => string): Translated {
  for (let length = 1; length < edit.path.length; length++) {
    const path = edit.path.slice(0, length);
    const written = at(data, path);
    if (written === undefined) break;
    const special = inForm(written, path, edit, relative);
    if (special) return special;
  }
  return inWhole(at(data, edit.path), edit);
}

function inForm(written: unknown, path: Path, edit: ModelEdit, relative: (path: string) => string): Translated | undefined {
  const rest = edit.path.slice(path.length);
  const key = String(path.at(-1));
  const ofService = path[0] === 'services' && path.length === 3;
  if (Array.isArray(written)) {
    if (isKeyedList(path)) return inKeyedList(written, path, edit);
    const each = ofService ? listsOfNames[key] : undefined;
    return each ? inListOfNames(written, path, each, edit) : undefined;
  }
  if (typeof written !== 'string' && typeof written !== 'number') return undefined;
  const above = String(path.at(-2));
  const [field, ...deeper] = rest;
  if (path[0] === 'services' && path.length === 4 && (above === 'ports' || above === 'volumes')) {
    if (deeper.length > 0) return refuse(`${path.join('.')} is written on one line`);
    const value = edit.edit === 'set' ? edit.value : undefined;
    if (edit.edit === 'rename') return refuse(`${path.join('.')} is written on one line`);
    const changed =
      above === 'ports' ? portWith(String(written), String(field), value) : mountWith(String(written), String(field), value, relative);
    return changed instanceof Refusal ? changed : [{ write: 'set', path, value: changed }];
  }
  if (ofService && key === 'build') return ofBuildText(written, path, edit);
  if (ofService && (key === 'command' || key === 'entrypoint')) {
    if (edit.edit !== 'set' || typeof field !== 'number') return refuse(`${path.join('.')} is written as a text`);
    const changed = commandWith(String(written), field, edit.value);
    return changed instanceof Refusal ? changed : [{ write: 'set', path, value: changed }];
  }
  if (key === 'test' && above === 'healthcheck') {
    // The model has ['CMD-SHELL', text].
    return edit.edit === 'set' && field === 1
      ? [{ write: 'set', path, value: edit.value }]
      : refuse(`${path.join('.')} is written as a text`);
  }
  if (ofService && listsOrTexts.has(key)) return ofTextForList(String(written), path, edit);
  if (above === 'env_file' && path.length === 4) {
    if (edit.edit !== 'set') return refuse(`${path.join('.')} is written as a text`);
    return [{ write: 'set', path, value: field === 'path' ? edit.value : { path: written, [String(field)]: edit.value } }];
  }
  return undefined;
}

/** `build: .` is its context. */
function ofBuildText(written: unknown, path: Path, edit: ModelEdit): Translated {
  const [field] = edit.path.slice(path.length);
  if (field === 'context') return edit.edit === 'set' ? [{ write: 'set', path, value: edit.value }] : refuse('a build needs a context');
  if (edit.edit !== 'set') return [];
  return [{ write: 'set', path, value: { context: written } }, asItStands(edit)];
}

/** `env_file: .env` is a list of one. */
function ofTextForList(written: string, path: Path, edit: ModelEdit): Translated {
  const [index, field] = edit.path.slice(path.length);
  if (typeof index !== 'number') return refuse(`${path.join('.')} is written as a text`);
  if (field === undefined || field === 'path') {
    if (index === 0 && edit.edit === 'remove' && field === undefined) return [{ write: 'remove', path }];
    if (index === 0 && edit.edit === 'set') return [{ write: 'set', path, value: edit.value }];
    if (edit.edit === 'set' && index === 1) return [{ write: 'set', path, value: [written, edit.value] }];
    return refuse(`${path.join('.')} has no item ${index}`);
  }
  if (index !== 0 || edit.edit !== 'set') return refuse(`${path.join('.')} is written as a text`);
  return [{ write: 'set', path, value: [{ path: written, [field]: edit.value }] }];
}

/** The whole of something: in the form that it has. */
function inWhole(written: unknown, edit: ModelEdit): Translated {
  const key = edit.path.at(-1);
  const above = edit.path.at(-2);
  if (edit.edit === 'set' && typeof written === 'string' && key === 'test' && above === 'healthcheck') {
    const [kind, text, ...more] = Array.isArray(edit.value) ? (edit.value as unknown[]) : [];
    if (kind === 'CMD-SHELL' && more.length === 0) return [{ ...asItStands(edit), value: text } as never];
  }
  if (edit.edit === 'set' && above === 'env_file' && typeof written === 'object' && typeof edit.value === 'string') {
    return [{ write: 'set', path: [...edit.path, 'path'], value: edit.value }];
  }
  if (edit.edit !== 'set' && written === undefined) return [];
  return [asItStands(edit)];
}

function isKeyedList([section, , ...rest]: Path): boolean {
  return section === 'services' ? keyedLists.has(rest.join('.')) : rest.join('.') === 'labels';
}

function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    data,
  );
}
