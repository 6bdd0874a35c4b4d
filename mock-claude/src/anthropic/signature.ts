import { createHash } from 'node:crypto';

/** Opaque to clients, which send it back as it is; the same for the same thought. */
export function signatureOf(thinking: string): string {
  return createHash('sha512').update(thinking).digest('base64');
}
