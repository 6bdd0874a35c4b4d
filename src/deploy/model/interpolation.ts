/** A piece of a text that Compose interpolates. Grammar: https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md */
export type Piece = { text: string } | { variable: string; operator: Operator; operand: string };

type Operator = '' | ':-' | '-' | ':?' | '?' | ':+' | '+';

/** Reads `$$`, `$NAME` and `${NAME…}`, braces nested; what is none of them stays text. */
export function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    const read = readAt(text, dollar);
    if (dollar > at) pieces.push({ text: text.slice(at, dollar) });
    pieces.push(read.piece);
    at = read.end;
  }
  return at < text.length ? [...pieces, { text: text.slice(at) }] : pieces;
}

/** The piece that begins with the dollar at this offset, and where it ends. */
export function readAt(text: string, dollar: number): { piece: Piece; end: number } {
  if (text[dollar + 1] === '$') return { piece: { text: '$' }, end: dollar + 2 };
  const bare = /^[A-Za-z_]\w*/.exec(text.slice(dollar + 1))?.[0];
  if (bare) return { piece: { variable: bare, operator: '', operand: '' }, end: dollar + 1 + bare.length };
  const close = text[dollar + 1] === '{' ? closingBrace(text, dollar + 1) : -1;
  const inside = /^([A-Za-z_]\w*)(?:(:?[-?+])([\s\S]*))?$/.exec(text.slice(dollar + 2, Math.max(close, 0)));
  if (!inside?.[1]) return { piece: { text: '$' }, end: dollar + 1 };
  return { piece: { variable: inside[1], operator: (inside[2] ?? '') as Operator, operand: inside[3] ?? '' }, end: close + 1 };
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** What Compose would make of a text; a missing required variable becomes empty. */
export function interpolate(text: string, values: Record<string, string>): string {
  return readPieces(text)
    .map((piece) => ('text' in piece ? piece.text : valueOf(piece, values)))
    .join('');
}

function valueOf({ variable, operator, operand }: Exclude<Piece, { text: string }>, values: Record<string, string>): string {
  const value = values[variable];
  const there = operator.startsWith(':') ? Boolean(value) : value !== undefined;
  if (operator.endsWith('-')) return there ? (value ?? '') : interpolate(operand, values);
  if (operator.endsWith('+')) return there ? interpolate(operand, values) : '';
  return value ?? '';
}

/** Every variable that a text mentions, nested ones too, in order. */
export function mentionedVariables(text: string): Exclude<Piece, { text: string }>[] {
  return readPieces(text).flatMap((piece) =>
    'text' in piece ? [] : [piece, ...(piece.operator.endsWith('?') ? [] : mentionedVariables(piece.operand))],
  );
}
