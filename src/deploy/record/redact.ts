import { encodedForms } from './encoded-forms.ts';
import { isIssued, isOrdinary, isRandom, isSecretName, issuedSecrets } from './secret-shapes.ts';

/** Replaces secrets by `***`, before anything is stored, logged or shown. */
export interface Redactor {
  /** Remembers the value where its name or its shape says that it is a secret. */
  learn(name: string, value: string): void;
  learnEnvironment(environment: Record<string, string | null | undefined>): void;
  /** Remembers the values whatever their names and shapes say. */
  learnSecrets(secrets: Record<string, string>): void;
  text(text: string): string;
  /** Every string in it, at any depth; keys stay. */
  deep<Value>(value: Value): Value;
}

const hidden = '***';

/** `://user:` before a password and `@` behind it: a secret whoever wrote it. */
const urlPassword = String.raw`(?<=:\/\/[^\s/:@"']*:)[^\s/@"'$*][^\s/@"']*(?=@)`;

export function createRedactor(): Redactor {
  const strong = new Set<string>();
  const named = new Map<string, string>();
  let pattern: RegExp | undefined;

  const remember = (name: string, value: string) => {
    if (isOrdinary(value)) return;
    pattern = undefined;
    if (isWord(value) || value.length < 6) named.set(name, value);
    else strong.add(value);
  };
  const learn = (name: string, value: string) => {
    if (isJson(value)) return learnJson(value, name);
    for (const part of secretParts(name, value)) remember(name, part);
  };
  const learnJson = (json: string, name: string) => {
    if (isSecretName(name)) remember(name, json);
    JSON.parse(json, (key, inner: unknown) => {
      if (typeof inner === 'string') learn(key, inner);
      return inner;
    });
  };
  const text = (written: string) => written.replace((pattern ??= patternOf(strong, named)), hidden);
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named.get(key) === inner && inner ? hidden : deep(inner)]));
  };
  return {
    learn,
    learnEnvironment: (environment) => {
      for (const [name, value] of Object.entries(environment)) if (value) learn(name, value);
    },
    learnSecrets: (secrets) => {
      for (const [name, value] of Object.entries(secrets)) {
        learn(name, value);
        remember(name, value);
      }
    },
    text,
    deep: <Value>(value: Value) => deep(value) as Value,
  };
}

/** What of a value is secret: the password and the random parts of a URL, each line of a key, else all of it or nothing. */
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

/** A password like `postgres` is also a service's name, and `1234` part of many a number: hidden only beside the variable's name, or in a URL. */
function isWord(value: string): boolean {
  return /^[a-z]{1,15}$/i.test(value);
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

function patternOf(strong: Set<string>, named: Map<string, string>): RegExp {
  const forms = [...new Set([...strong].flatMap(encodedForms))].toSorted((a, b) => b.length - a.length).map(bounded);
  const beside = [...named].map(([name, value]) => `(?<=\\b${escaped(name)}["']?\\s*[:=]\\s*["']?)${escaped(value)}(?![A-Za-z0-9])`);
  return new RegExp([...forms, ...beside, ...issuedSecrets, urlPassword].join('|'), 'g');
}

/** A short secret such as `123456` must not be found inside a hash. */
function bounded(form: string): string {
  return form.length >= 12 ? escaped(form) : `(?<![A-Za-z0-9])${escaped(form)}(?![A-Za-z0-9])`;
}

/** `RegExp.escape`, which Node 22 does not have. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
