import { isIssued, isRandom, isSecretName } from './secret-shapes.ts';

export interface NamedSecret {
  name: string;
  value: string;
}

/** What of a variable's value is secret, by its name and its shape: inside JSON each text under its own key. */
export function secretsIn(name: string, value: string): NamedSecret[] {
  if (!isJson(value)) return secretParts(name, value).map((part) => ({ name, value: part }));
  const found: NamedSecret[] = isSecretName(name) ? [{ name, value }] : [];
  JSON.parse(value, (key, inner: unknown) => {
    if (typeof inner === 'string') found.push(...secretsIn(key, inner));
    return inner;
  });
  return found;
}

/** The password and the random parts of a URL, each line of a key, else all of it or nothing. */
function secretParts(name: string, value: string): string[] {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : undefined;
  if (url) return urlParts(url);
  if (!isSecretName(name) && !isIssued(value) && !isRandom(value)) return [];
  const lines = value.split(/\r?\n/).filter((line) => line.length >= 12 && !line.startsWith('-----'));
  return value.includes('\n') ? [value, ...lines] : [value];
}

function urlParts(url: string): string[] {
  const password = /^[^/]+:\/\/[^/@:]*:([^/]*)@/.exec(url)?.[1];
  const parts = url.split(/[/?&=#]/).filter((part) => isRandom(part) || isIssued(part));
  return [...(password ? [password, decoded(password)] : []), ...parts];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isJson(value: string): boolean {
  if (!/^\s*[{[]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
