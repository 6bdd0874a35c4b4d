import { createRedactor } from '../../redaction/redact.ts';
import { isOrdinary, isWord } from '../../redaction/secret-shapes.ts';
import { secretsIn } from '../../redaction/secrets-in.ts';

/** Keeps secrets out of what is shown of values, by the redactor's rules. */
export interface Masking {
  learn(name: string, value: string): void;
  /** The value as it may be shown, `***` in place of secrets. */
  mask(name: string, value: string): string;
  text(text: string): string;
}

const hidden = '***';
const shortest = 6;

/** Values of the variables in `alwaysSecret` are secrets whatever they look like. */
export function createMasking(alwaysSecret: readonly string[]): Masking {
  const redactor = createRedactor();
  const inside = new Set<string>();
  const learn = (name: string, value: string) => {
    redactor.learn(name, value);
    if (alwaysSecret.includes(name) && value) redactor.learnSecrets({ [name]: value });
    for (const { value: secret } of secretsIn(name, value)) {
      if (secret.length >= shortest && !isOrdinary(secret) && !isWord(secret)) inside.add(secret);
    }
  };
  return {
    learn,
    mask(name, value) {
      learn(name, value);
      if (alwaysSecret.includes(name) && value) return hidden;
      // A value may be made of another one, with letters right before and behind it.
      const without = [...inside].toSorted((a, b) => b.length - a.length).reduce((text, secret) => text.replaceAll(secret, hidden), value);
      return redactor.deep({ [name]: without })[name] ?? hidden;
    },
    text: redactor.text,
  };
}
