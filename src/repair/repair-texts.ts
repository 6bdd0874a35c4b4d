import { resolve } from 'node:path';
import type { Edit, Repair } from '../deploy/model/repair.ts';
import { inCompose } from './compose/in-compose.ts';
import { inLines } from './line-edits.ts';
import { isOfAnotherItem } from './compose/another-item.ts';
import { type FileChange, type ProjectTexts, isInside } from './project-texts.ts';
import { Refusal, refuse } from './refusal.ts';
import { nodeAt, parseTexts } from './yaml/parsed.ts';
import { write } from './yaml/write.ts';

export interface Repaired {
  changes: FileChange[];
  /** What is not done, and why; in the order of the repairs. */
  refused: { repair: Repair; reason: string }[];
  /** Those that are done, or were done already, each with its own part of the changes. */
  made: { repair: Repair; changes: FileChange[] }[];
}

/** Each edit reads all of the Compose files again, to be held to what was asked: beyond so many characters, two or three seconds, the rest is left for another run. */
const mostCharacters = 10_000_000;

/** What becomes of a project's files by repairs, each on what those before it left: all edits of one, or none. */
export function repairTexts(project: ProjectTexts, repairs: readonly Repair[]): Repaired {
  const refused: Repaired['refused'] = [];
  const made: Repaired['made'] = [];
  let state: State = { texts: new Map(project.texts), modes: new Map(project.modes), present: new Set(project.present), folders: [] };
  const length = project.compose.reduce((sum, { file }) => sum + (project.texts.get(file)?.length ?? 0), 0);
  let left = mostCharacters;
  for (const repair of repairs) {
    left -= repair.length * length;
    if (left < 0 && made.length > 0) {
      refused.push({ repair, reason: 'the files are long, and much was repaired already: run it again for the rest' });
      continue;
    }
    const stale = repair.find((edit) => isOfAnotherItem(edit, project, state.texts));
    if (stale) {
      refused.push({ repair, reason: 'the list has changed by now' });
      continue;
    }
    const next = repair.reduce<State | Refusal>(
      (so, edit) => (so instanceof Refusal ? so : edited(so, absolute(edit, project.directory), project)),
      state,
    );
    if (next instanceof Refusal) refused.push({ repair, reason: next.reason });
    else {
      made.push({ repair, changes: changesBetween(state, next) });
      state = next;
    }
  }
  return { changes: changesBetween({ ...project, folders: [] }, state), refused, made };
}

/** Paths in edits may be those of the project's folder. */
export function absolute<Some extends Edit>(edit: Some, directory: string): Some {
  const at = (path: string) => resolve(directory, path);
  if (edit.edit === 'copy-file') return { ...edit, from: at(edit.from), to: at(edit.to) };
  if (edit.edit === 'make-folder') return { ...edit, path: at(edit.path) };
  return 'file' in edit ? { ...edit, file: at(edit.file) } : edit;
}

interface State {
  texts: ReadonlyMap<string, string>;
  modes: ReadonlyMap<string, number>;
  present: ReadonlySet<string>;
  folders: string[];
}

function edited(state: State, edit: Edit, project: ProjectTexts): State | Refusal {
  switch (edit.edit) {
    case 'set':
    case 'remove':
    case 'rename': {
      const changed = inCompose(edit, { ...project, texts: state.texts });
      if (changed instanceof Refusal) return changed;
      const outside = [...changed.keys()].find((file) => !isInside(file, project.directory));
      return outside ? refuse(`${outside} lies outside of the project`) : { ...state, texts: new Map([...state.texts, ...changed]) };
    }
    case 'move':
      return moved(state, edit, project);
    case 'make-folder': {
      if (!isInside(edit.path, project.directory)) return refuse(`${edit.path} lies outside of the project`);
      if (state.present.has(edit.path)) return state;
      return { ...state, present: new Set([...state.present, edit.path]), folders: [...state.folders, edit.path] };
    }
    case 'copy-file': {
      if (!isInside(edit.to, project.directory)) return refuse(`${edit.to} lies outside of the project`);
      if (state.present.has(edit.to) || state.texts.has(edit.to)) return state;
      const text = state.texts.get(edit.from);
      if (text === undefined) return refuse(`${edit.from} cannot be read`);
      return { ...state, texts: new Map([...state.texts, [edit.to, text]]) };
    }
    default:
      return inFile(state, edit, project);
  }
}

/** The last file that writes the key keeps it, elsewhere. */
function moved(state: State, edit: Extract<Edit, { edit: 'move' }>, { compose, directory }: ProjectTexts): State | Refusal {
  let reason = refuse(`${edit.path.join('.')} is nowhere written`);
  for (const { file } of compose.filter((one) => one.role !== 'extended' && isInside(one.file, directory)).toReversed()) {
    const text = state.texts.get(file) ?? '';
    if (isMoved(text, edit)) return state;
    const made = write(text, 0, { write: 'move', path: edit.path, to: edit.to });
    if (typeof made === 'string' && made !== text) return { ...state, texts: new Map([...state.texts, [file, made]]) };
    if (made instanceof Refusal) reason = made;
  }
  return reason;
}

function isMoved(text: string, { path, to }: Extract<Edit, { edit: 'move' }>): boolean {
  const [parsed] = [parseTexts(text)].flatMap((documents) => (documents instanceof Refusal ? [] : documents));
  return parsed !== undefined && nodeAt(parsed, path) === undefined && nodeAt(parsed, to) !== undefined;
}

type InFile = Extract<Edit, { file: string }>;

function inFile(state: State, edit: InFile, project: ProjectTexts): State | Refusal {
  const { file } = edit;
  if (!isInside(file, project.directory)) return refuse(`${file} lies outside of the project`);
  const text = state.texts.get(file);
  if (text === undefined) return refuse(`${file} cannot be read as text`);
  if (edit.edit === 'make-executable') {
    const mode = state.modes.get(file) ?? 0o644;
    // Whoever may read it may run it, as chmod +x has it.
    return { ...state, modes: new Map([...state.modes, [file, mode | ((mode & 0o444) >> 2) | 0o100]]) };
  }
  const after = edit.edit === 'unix-line-ends' ? text.replaceAll('\r\n', '\n') : inLines(text, edit, project.texts.get(file) ?? text);
  return after instanceof Refusal ? after : { ...state, texts: new Map([...state.texts, [file, after]]) };
}

function changesBetween(old: State, { texts, modes, folders }: State): FileChange[] {
  const written = [...texts].flatMap(([file, after]): FileChange[] => {
    const before = old.texts.get(file);
    const mode = modes.get(file);
    const differs = mode !== undefined && mode !== old.modes.get(file);
    if (before !== after)
      return [{ change: 'text', file, after, ...(before === undefined ? {} : { before }), ...(differs ? { mode } : {}) }];
    return differs ? [{ change: 'mode', file, mode }] : [];
  });
  return [...folders.filter((path) => !old.folders.includes(path)).map((path): FileChange => ({ change: 'folder', path })), ...written];
}
