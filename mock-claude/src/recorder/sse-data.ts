import { type Json, isObject } from '../json.ts';

/** The data of a stream's events, as far as they are JSON. */
export function sseData(text: string): Json[] {
  return text.split(/\r?\n\r?\n/).flatMap((frame) => {
    const data = frame
      .split(/\r?\n/)
      .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []))
      .join('\n');
    const value = parsed(data);
    return isObject(value) ? [value] : [];
  });
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
