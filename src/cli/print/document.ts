/** `--json`: one document, and nothing else. */
export function json(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** `--events`: one object a line. */
export function line(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}
