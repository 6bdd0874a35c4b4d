/** `{{name}}` in every text of a value, filled in; what nobody knows stays as it is. */
export function fill<Value>(value: Value, known: Record<string, string>): Value;
export function fill(value: unknown, known: Record<string, string>): unknown {
  if (typeof value === 'string')
    return value.includes('{{') ? value.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => known[name] ?? whole) : value;
  if (Array.isArray(value)) return value.map((part: unknown) => fill(part, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part, known)]));
}
