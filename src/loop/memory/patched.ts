import { resolve } from 'node:path';
import { type StructuredPatch, applyPatch, parsePatch } from 'diff';
import { type FileChange, isInside } from '../../repair/project-texts.ts';

/** Files that a patch names, as absolute paths; undefined where one lies outside of the folder, or it does more than change texts. */
export function filesOfPatch(patch: string, directory: string): string[] | undefined {
  if (/^(?:rename|copy|Binary|GIT binary|deleted file|old mode|new mode|new folder)\b/m.test(patch)) return undefined;
  const files = parsed(patch)?.map((part) => fileOf(part, directory));
  return files && files.length > 0 && files.every((file) => file !== undefined) ? files : undefined;
}

/**
 * What a patch makes of these texts; undefined where it does not apply cleanly to all of them. Where a secret stood in a line that stays or goes, the patch
 * has `***`, and any text fits; one that would add such a line cannot be applied.
 */
export function patched(patch: string, texts: ReadonlyMap<string, string>, directory: string): FileChange[] | undefined {
  const parts = parsed(patch);
  if (!parts || filesOfPatch(patch, directory) === undefined) return undefined;
  const changes: FileChange[] = [];
  for (const part of parts) {
    const file = fileOf(part, directory);
    const isNew = part.oldFileName === '/dev/null';
    const before = file === undefined ? undefined : texts.get(file);
    if (file === undefined || isNew !== (before === undefined) || addsStars(part)) return undefined;
    const after = applyPatch(before ?? '', part, { fuzzFactor: 0, compareLine: isSameLine });
    if (after === false || after === before) return undefined;
    changes.push({ change: 'text', file, after, ...(before === undefined ? {} : { before }) });
  }
  return changes;
}

function parsed(patch: string): StructuredPatch[] | undefined {
  try {
    return parsePatch(patch).filter(({ hunks }) => hunks.length > 0);
  } catch {
    return undefined;
  }
}

function fileOf({ oldFileName, newFileName }: StructuredPatch, directory: string): string | undefined {
  if (newFileName === undefined || newFileName === '/dev/null') return undefined;
  const name = (text: string) => text.replace(/^[ab]\//, '');
  if (oldFileName !== '/dev/null' && name(oldFileName ?? '') !== name(newFileName)) return undefined;
  const file = resolve(directory, name(newFileName));
  return isInside(file, directory) ? file : undefined;
}

function addsStars({ hunks }: StructuredPatch): boolean {
  return hunks.some(({ lines }) => lines.some((line) => line.startsWith('+') && line.includes('***')));
}

function isSameLine(_at: number, line: string, _operation: string, wanted: string): boolean {
  if (!wanted.includes('***')) return line === wanted;
  const parts = wanted.split('***').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.+')}$`).test(line);
}
