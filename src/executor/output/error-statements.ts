/**
 * What a line of output says has gone wrong: what stands behind `Error:` and its like, a line that is a sentence of its own, and the
 * messages and codes of an error in JSON. Limits are also what documents, sources and tests speak of, so a phrase somewhere in a line says
 * nothing; it must be where an error begins.
 */
export function statementsOf(line: string): string[] {
  const text = line.trim();
  if (isQuoted.test(text)) return [];
  const statement = withoutLeads(text);
  const mayHoldJson = statement !== text || /^[{"']/.test(text);
  return [statement, ...(mayHoldJson ? membersOf(statement).flatMap((said) => [said, withoutLeads(said)]) : [])];
}

/** Comments, lists, tables, citations and diffs speak about errors. */
const isQuoted = /^(?:\/\/|\/\*|#|\*|--? |\||> |\+)/;

/** Marks of terminals, times, levels, the names of errors, the status of an answer. */
const leads = [
  /^[⎿●•✗✘✖×❌⚠\s]+/u,
  /^\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s+/,
  /^\[(?:error|warn|warning|fatal)\]:?\s+/i,
  /^(?:error|warn|warning|fatal)\s+(?=[A-Z])/i,
  /^(?:[\w.]*(?:error|exception)|\w+ error|error code|fatal|warning)(?: \(\d{3}\))?:\s*/i,
  /^4\d\d(?::| -)?\s+(?=[{\w])/,
];

function withoutLeads(text: string): string {
  const lead = leads.map((pattern) => pattern.exec(text)?.[0] ?? '').find(Boolean);
  return lead ? withoutLeads(text.slice(lead.length)) : text;
}

/** Also as Python prints them. */
const member = /["'](?:message|error|msg|detail|result|text|type|code)["']\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g;

function membersOf(json: string): string[] {
  return [...json.matchAll(member)].map(([, double, single]) => double ?? single ?? '');
}
