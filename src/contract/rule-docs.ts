/** Where a rule is explained, as a path in the repository. */
export function docsOf(rule: string): string {
  return `docs/reference/rules.md#${rule}`;
}
