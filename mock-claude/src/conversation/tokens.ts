import { isObject } from '../json.ts';

/** A picture costs about this much, whatever its size. */
const image = 1600;

/**
 * A deterministic estimate, not a tokenizer: one token for each four bytes of UTF-8, rounded up for each string; one for each
 * field, number and truth value; 1600 for a picture. What only steers the cache costs nothing.
 */
export function tokensOf(value: unknown): number {
  if (typeof value === 'string') return Math.ceil(Buffer.byteLength(value) / 4);
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + tokensOf(part), 0);
  if (!isObject(value)) return value === undefined ? 0 : 1;
  if (isImage(value)) return image;
  let sum = 0;
  for (const key in value) if (key !== 'cache_control') sum += 1 + tokensOf(value[key]);
  return sum;
}

function isImage({ type }: Record<string, unknown>): boolean {
  return type === 'image' || type === 'image_url' || type === 'input_image';
}
