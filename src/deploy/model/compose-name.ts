import { createHash } from 'node:crypto';

/** Compose takes any length, but container and network names made from it become host names: 63 is what DNS allows. */
const longest = 63;

/** The name that `docker compose -p` takes for one instance. */
export function composeName(project: string, instance: string): string {
  const name = normaliseName(`${project}-${instance}`);
  return name.length <= longest ? name : shorten(name, longest);
}

/** Compose's own rule for project names: lower case; letters, digits, `-` and `_`; a letter or digit first. */
export function normaliseName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** Cuts a name, with a hash of the whole at its end: two long names never become one. */
export function shorten(name: string, length: number): string {
  return `${name.slice(0, length - 7).replace(/[_-]+$/, '')}-${shortHash(name)}`;
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
