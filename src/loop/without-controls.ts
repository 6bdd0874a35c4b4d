import { stripVTControlCharacters } from 'node:util';

/** What programs print, as text that commits and arguments of programs can hold: no colours, no NUL; lines and tabs stay. */
export function withoutControls(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/(?![\n\t])\p{Cc}/gu, '');
}
