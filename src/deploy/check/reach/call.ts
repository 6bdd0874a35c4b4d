import { asSeenInside, type ComposeService } from '../../model/compose-file.ts';
import type { CheckInput } from '../rule.ts';
import { addressesIn, type Address } from './address.ts';
import { familyOfScheme, wordsOf } from './families.ts';
import { once } from './once.ts';

/** A place where a service is told whom to call. */
export interface Call extends Address {
  caller: string;
  place: Place;
  /** What the variable, or the key, is called. */
  words: string[];
  /** The variable beside it that says the port. */
  portVariable?: string;
}

export type Place =
  | { in: 'environment'; name: string; value: string }
  | { in: 'command'; key: 'command' | 'entrypoint'; index: number; value: string; shell: boolean }
  | { in: 'file'; file: string; line: number; value: string; proxy: boolean };

/** All that the services of a stack are told to call, in the order of the file. */
export const callsOf = once(({ stack, surroundings }): Call[] =>
  Object.entries(stack.compose.services).flatMap(([caller, definition]) => [
    ...inEnvironment(caller, definition),
    ...inCommand(caller, definition, Object.keys(stack.compose.services)),
    ...inFiles(caller, definition, surroundings),
  ]),
);

/** Made for a browser, a listener or somebody outside: localhost may be right there, and nothing inside calls it. */
const notCalled = new Set(
  'public vite react nuxt expo gatsby origin cors callback redirect external site frontend allow allowed advertise advertised listen listener bind browser client domain issuer audience logout csp whitelist allowlist trusted trust cookie homepage self canonical share webhook nextauth auth0 virtual web storefront local test testing example referer no ignore exclude exclusion'.split(
    ' ',
  ),
);
const notCalledTogether =
  /(?:^|_)(?:ROOT|BASE|HOST|APP|WEB|SITE|PAGE|FRONT|FRONT_END|SERVER|LINK|INVITE|RESET|CLIENT|ADMIN|UI|DASHBOARD)_?UR[LI]$|^HOST$|^HOSTNAME$|^(?:APP|WEB|SERVER|HTTP|HTTPS|UVICORN|GUNICORN|FLASK_RUN|DEV_SERVER|WDS_SOCKET|HMR)_HOST(?:NAME)?$|SERVER_NAME|NO_PROXY/i;

function isCalled(name: string): boolean {
  return !wordsOf(name).some((word) => notCalled.has(word)) && !notCalledTogether.test(name);
}

function inEnvironment(caller: string, { environment }: ComposeService): Call[] {
  const values = asSeenInside(environment);
  return Object.entries(values).flatMap(([name, value]) => {
    if (!value || !isCalled(name)) return [];
    const call = { caller, place: { in: 'environment' as const, name, value }, words: wordsOf(name) };
    const host = hostVariable(name, value, values);
    return host ? [{ ...call, ...host }] : addressesIn(value).map((address) => ({ ...call, ...address }));
  });
}

const hostNames = /^(.*?)((?:_|__|\.|(?<=PG|[a-z]))(?:HOST(?:_?NAME)?|SERVER|Host(?:[Nn]ame)?|host(?:_?name)?|Server|ADDR|ADDRESS))$/;

/** `DB_HOST` with the `DB_PORT` beside it. */
function hostVariable(name: string, value: string, all: Record<string, string | null>): (Address & { portVariable?: string }) | undefined {
  const [, prefix, suffix = ''] = hostNames.exec(name) ?? [];
  if (!prefix || !/^(?:[\w-]+(?:\.[\w-]+)*|::1)$/.test(value)) return undefined;
  const separator = /^[_.]*/.exec(suffix)?.[0] ?? '';
  const portVariable = [`${prefix}${separator}PORT`, `${prefix}${separator}Port`, `${prefix}${separator}port`].find((one) =>
    /^\d{1,5}$/.test(all[one] ?? ''),
  );
  const port = portVariable === undefined ? undefined : Number(all[portVariable]);
  return { host: value, text: value, alone: true, ...(portVariable === undefined || port === undefined ? {} : { port, portVariable }) };
}

const shells = /^(?:.*\/)?(?:sh|bash|ash|zsh|dash|node|python3?|perl|ruby|php)$/;

/** URLs, and services by name: `-h db`, `db:5432`. */
function inCommand(caller: string, definition: ComposeService, services: string[]): Call[] {
  return (['entrypoint', 'command'] as const).flatMap((key) => {
    const list: unknown = definition[key];
    const words = Array.isArray(list) ? list.map((word) => String(word).replaceAll('$$', '$')) : [];
    const shell = words.some((word) => shells.test(word) || /[\n;|&]/.test(word));
    return words.flatMap((value, index) =>
      [...addressesIn(value).filter(({ alone }) => !alone), ...servicesIn(value, words[index - 1], services)].map((address) => ({
        ...{ caller, words: wordsOf(value) },
        ...{ place: { in: 'command' as const, key, index, value, shell }, ...address },
      })),
    );
  });
}

const named = /(?<![\w./:@-])([A-Za-z][\w-]*):(\d{2,5})(?![\w.:-])/g;
const hostOption = /(?:^|\s)(?:-h|--host)[ =]([A-Za-z][\w-]*)(?=\s|$)/g;

function servicesIn(value: string, before: string | undefined, services: string[]): Address[] {
  const known = ({ host }: Address) => services.includes(host);
  const withPort = [...value.matchAll(named)].map(([text, host = '', port]) => ({ host, port: Number(port), text, alone: false }));
  const options = [...value.matchAll(hostOption)].map(([, host = '']) => ({ host, text: host, alone: false }));
  const word = before === '-h' || before === '--host' ? [{ host: value, text: value, alone: true }] : [];
  return [...withPort, ...options, ...word].filter(known);
}

const settings = /(?:\.(?:conf|cfg|ini|ya?ml|json|toml|properties|env|xml|template|tmpl|config)|\/[A-Z][A-Za-z]*file|\/[^./]+)$/;
const passedOn = /^\s*(?:proxy_pass|fastcgi_pass|uwsgi_pass|grpc_pass|reverse_proxy|server|ProxyPass(?:Reverse)?|to|url:|- url:)\b/;
const bareTarget =
  /^\s*(?:fastcgi_pass|uwsgi_pass|grpc_pass|reverse_proxy|server(?:\s+[\w.-]+(?=\s+[\w.-]+:\d))?)\s+((?:\[::1\]|[\w.-]+):\d{1,5})(?=[\s;{]|$)/;

/** In settings that are mounted: what a proxy passes on, and whatever its scheme names. */
function inFiles(caller: string, { volumes }: ComposeService, { paths }: CheckInput['surroundings']): Call[] {
  return (volumes ?? []).flatMap(({ type, source, target }) => {
    const text = type === 'bind' && source !== undefined && settings.test(target) ? paths[source]?.text : undefined;
    if (text === undefined || source === undefined || text.startsWith('#!')) return [];
    return text.split('\n').flatMap((value, index) => {
      if (/^\s*(?:#|\/\/|;|--)/.test(value)) return [];
      const proxy = passedOn.test(value);
      const bare = bareTarget.exec(value)?.[1];
      const found = bare === undefined ? addressesIn(value).filter(({ alone }) => !alone) : addressesIn(bare);
      return found
        .filter(({ scheme }) => proxy || familyOfScheme(scheme) !== undefined)
        .map((address) => ({
          ...{ caller, words: wordsOf(/^[\s-]*([\w.-]+)/.exec(value)?.[1] ?? '') },
          ...{ place: { in: 'file' as const, file: source, line: index + 1, value, proxy }, ...address },
        }));
    });
  });
}
