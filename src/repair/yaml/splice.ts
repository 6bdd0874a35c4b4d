/** What stands between two offsets gets another text; everything around it stays byte for byte. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

export function spliced(text: string, splices: Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((so, { start, end, text: put }) => so.slice(0, start) + put + so.slice(end), text);
}
