import { isIssued, isOrdinary, isRandom, isSecretName, isWord } from '../../../../redaction/secret-shapes.ts';
import { secretsIn } from '../../../../redaction/secrets-in.ts';
import type { Draft } from '../../../model/draft.ts';
import { located } from '../../located.ts';
import { asMap, writtenServices } from '../../reading/written-services.ts';
import type { Found, Rule } from '../../rule.ts';

/** No secret stands in a Compose file itself. */
export const secretsAreNotWrittenDown: Rule = {
  id: 'secrets-are-not-written-down',
  why: 'A Compose file is committed, copied and shown; so is every secret that is written into it, and every copy of the project shares it.',
  look: ({ draft }) => {
    const found = writtenServices(draft).flatMap(({ service, definition }) => [
      ...entriesOf(definition['environment']).flatMap((entry) => judged(service, ['environment', entry.name], entry, draft)),
      ...entriesOf(asMap(definition['build'])['args']).flatMap((entry) => judged(service, ['build', 'args', entry.name], entry, draft)),
      ...onCommandLine(service, definition['command'], draft),
    ]);
    return [...new Map(found.map((one) => [one.message, one])).values()];
  },
};

interface Entry {
  name: string;
  value: string;
}

function judged(service: string, path: string[], { name, value }: Entry, draft: Draft): Found[] {
  const weight = weightOf(name, value);
  if (weight === undefined) return [];
  return [
    {
      severity: weight === 'secret' ? 'warning' : 'note',
      service,
      message:
        weight === 'secret'
          ? `${name} of ${service} is a secret, written into the file`
          : `${name} of ${service} is a password that everybody knows`,
      ...located(draft, ['services', service, ...path]),
      fix: `write \${${name}:?} here and the value into .env, have Portside make one (x-portside.env.generate: [${name}]), or use a Compose secret`,
    },
  ];
}

/** What placeholders and defaults of development look like: they say what they are. */
const everyday =
  /pass|pwd|secret|change|example|your|placeholder|replace|insert|default|demo|dummy|sample|insecure|supersafe|admin|root|guest|postgres|mysql|maria|mongo|redis|rabbit|minio|qwerty|letmein|^(?:<.*>|x+|\*+|\.+|123456?7?8?9?0?|abc\d*|(?:test|dev|local|foo|bar|user)\w*)$/i;

/** A name that is a secret's own, not one that only speaks of it, as KEY_PREFIX and SESSION_DRIVER do. */
const ownName = /(?:key|token|secret|password|passwd|passphrase|pwd|pass|credential|salt|dsn)s?\d*$/i;
const openName =
  /(?:^|_)(?:u?u?id|hash|digest|sha\d*|commit|version|tag|image)$|public|publishable|site_?key|partition|primary|foreign|sort_?key|cache_?key|routing|key_?id/i;

function weightOf(name: string, value: string): 'secret' | 'everyday' | undefined {
  if (value.includes('$')) return undefined;
  const strong = secretsIn(name, value).filter(
    (secret) => secret.value !== value || isIssued(secret.value) || (isRandom(secret.value) && !openName.test(name)),
  );
  const named = isSecretName(name) && ownName.test(name) && !openName.test(name) && !value.includes('://') ? [{ name, value }] : [];
  const secrets = [...strong, ...named].map((secret) => secret.value).filter((secret) => !isOrdinary(secret) && !/^\d{1,3}$/.test(secret));
  if (secrets.length === 0) return undefined;
  return secrets.every((secret) => (everyday.test(secret) && !isIssued(secret) && !isRandom(secret)) || isUsers(secret, name, value))
    ? 'everyday'
    : 'secret';
}

/** `app:app@db`, or a single word that is also a name: known to all who read the name. */
function isUsers(secret: string, name: string, value: string): boolean {
  return (
    value.includes(`//${secret}:${secret}@`) || (isWord(secret) && secret.length < 9) || name.toLowerCase().includes(secret.toLowerCase())
  );
}

function entriesOf(value: unknown): Entry[] {
  const pairs: [string, unknown][] = Array.isArray(value)
    ? value
        .filter((entry) => typeof entry === 'string')
        .map((entry) => [entry.split('=')[0] ?? '', entry.slice(entry.indexOf('=') + 1 || entry.length)])
    : Object.entries(asMap(value));
  return pairs.flatMap(([name, given]) => (typeof given === 'string' && given !== '' ? [{ name, value: given }] : []));
}

const passwordFlag = /(--?(?:requirepass|masterauth|password|pass|api-key|token|secret)(?:\s+|=))(['"]?)([^\s'"$]{3,})\2(?=\s|$)/g;

function onCommandLine(service: string, command: unknown, draft: Draft): Found[] {
  const text = Array.isArray(command) ? command.join(' ') : typeof command === 'string' ? command : '';
  return [...text.matchAll(passwordFlag)].flatMap(([, flag = '', , value = '']) => {
    const name = `${service.toUpperCase().replaceAll(/\W/g, '_')}_PASSWORD`;
    const [found] = judged(service, ['command'], { name, value }, draft);
    if (!found) return [];
    const message =
      found.severity === 'warning'
        ? `${flag.trim().replace('=', '')} of ${service} is a secret, written into the file`
        : `${flag.trim().replace('=', '')} of ${service} is a password that everybody knows`;
    return [{ ...found, message }];
  });
}
