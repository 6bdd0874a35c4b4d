import type { IncomingHttpHeaders } from 'node:http';

/** What looks like a key, whoever it belongs to. */
const shapes = [
  /\bsk-[\w-]{16,}/g,
  /\b(?:gh[pousr]|github_pat)_\w{20,}/g,
  /\bglpat-[\w.-]{20,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[\w-]{35}/g,
  /\bya29\.[\w.-]{20,}/g,
  /\bxox[abprs]-[\w-]{10,}/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

export const redacted = '[redacted]';

/** The text without the keys that a request came with, and without what looks like one. */
export function redact(text: string, headers: IncomingHttpHeaders): string {
  const own = keysOf(headers).reduce((rest, key) => rest.replaceAll(key, redacted), text);
  return shapes.reduce((rest, shape) => rest.replace(shape, redacted), own);
}

function keysOf(headers: IncomingHttpHeaders): string[] {
  const given = [headers['x-api-key'], headers.authorization?.replace(/^\w+ +/, ''), headers.cookie, headers['proxy-authorization']];
  // Shorter ones would tear words apart, and guard nothing.
  return given.flat().flatMap((key) => (key && key.length >= 8 ? [key] : []));
}
