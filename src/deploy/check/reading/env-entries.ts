/** One entry of an env file as it is written; `raw` is what stands behind `=`, quotes and all. The line is counted from 1. */
export interface EnvEntry {
  name: string;
  raw: string;
  line: number;
  quote: '"' | "'" | undefined;
}

/** The entries of an env file; a quoted value may go on over several lines, and is then told as far as its first. */
export function envEntries(text: string): EnvEntry[] {
  const entries: EnvEntry[] = [];
  let open: string | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (open !== undefined) {
      if (line.includes(open)) open = undefined;
      continue;
    }
    const [, name, raw = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const quote = raw.startsWith('"') ? '"' : raw.startsWith("'") ? "'" : undefined;
    if (quote !== undefined && !raw.slice(1).includes(quote)) open = quote;
    entries.push({ name, raw, line: index + 1, quote });
  }
  return entries;
}
