import type { Dockerfile } from 'dockerfile-ast';
import { nearest } from '../../../contract/nearest.ts';
import { dockerfileKeywords } from '../../model/dockerfile.ts';

/** An instruction that is none, and the one that was meant; the line is counted from 0. */
export interface Misspelt {
  line: number;
  word: string;
  meant: string;
}

/** Only words in capitals, and nothing after a here-document: what is read wrongly there looks like instructions. */
export function misspeltIn(parsed: Dockerfile): Misspelt[] {
  const instructions = parsed.getInstructions();
  if (instructions.some((one) => one.getRawArgumentsContent()?.includes('<<'))) return [];
  return instructions.flatMap((one) => {
    const word = one.getInstruction();
    if (dockerfileKeywords.includes(one.getKeyword()) || word !== word.toUpperCase()) return [];
    const meant = nearest(word, dockerfileKeywords);
    return meant ? [{ line: one.getRange().start.line, word, meant }] : [];
  });
}

/** The file as its author meant it, so that all else in it can be checked in the same run. */
export function asMeant(text: string, misspelt: Misspelt[]): string {
  const lines = text.split('\n');
  for (const { line, word, meant } of misspelt) lines[line] = lines[line]?.replace(word, meant) ?? '';
  return lines.join('\n');
}
