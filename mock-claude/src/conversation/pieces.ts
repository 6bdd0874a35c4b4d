/** A text as a model streams it: a few words at a time, deterministic, no character torn apart. */
export function pieces(text: string, size = 24): string[] {
  if (text.length <= size) return text === '' ? [] : [text];
  const found: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + size, text.length);
    const code = text.charCodeAt(end - 1);
    // The first half of a surrogate pair takes its other half along.
    if (code >= 0xd800 && code < 0xdc00) end += 1;
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}
