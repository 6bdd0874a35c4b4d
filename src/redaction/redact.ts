import { encodedForms } from './encoded-forms.ts';
import { isOrdinary, isWord, issuedSecrets } from './secret-shapes.ts';
import { secretsIn } from './secrets-in.ts';

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
    for (const secret of secretsIn(name, value)) remember(secret.name, secret.value);
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
