import { type Markup, markup } from './markup.ts';

/** Width of every drawing, in its own units. */
export const width = 720;

/** An SVG with its title, and with all that it shows in words. */
export function drawing({ id, title, told, height }: { id: string; title: string; told: string; height: number }, drawn: Markup[]): Markup {
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${told}</desc>
${drawn}
</svg>`;
}
