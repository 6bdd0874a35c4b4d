/** An INI or TOML file in which the sections that match say what they said at the base commit; undefined where they do. */
export function withBaseSections(base: string, now: string, matches: RegExp): { text: string; sections: string[] } | undefined {
  const before = sectionsOf(base).filter(({ name }) => matches.test(name));
  const after = sectionsOf(now);
  const has = after.filter(({ name }) => matches.test(name));
  const said = (sections: Section[]) => sections.map(({ lines }) => lines.join('\n').trim()).toSorted();
  if (JSON.stringify(said(before)) === JSON.stringify(said(has))) return undefined;
  const rest = after.filter(({ name }) => !matches.test(name)).map(({ lines }) => lines.join('\n'));
  const text = [...rest.map((section) => section.trimEnd()), ...before.map(({ lines }) => lines.join('\n').trim())]
    .filter(Boolean)
    .join('\n\n');
  return { text: `${text}\n`, sections: [...new Set([...before, ...has].map(({ name }) => name))] };
}

interface Section {
  name: string;
  /** With its header. */
  lines: string[];
}

/** What stands before the first header has no name. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ name: '', lines: [] }];
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$/.exec(line) ?? [];
    if (name === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ name: name.replaceAll(/["'\s]/g, ''), lines: [line] });
  }
  return sections.filter(({ name, lines }) => name !== '' || lines.some((line) => line.trim() !== ''));
}
