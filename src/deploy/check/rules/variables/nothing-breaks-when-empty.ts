import { interpolate } from '../../../model/interpolation.ts';
import { located } from '../../located.ts';
import { startWords } from '../../reading/start-words.ts';
import { type UnsetMention, unsetMentions, unsetVariables } from '../../reading/unset-mentions.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { strayDollars } from './dollars-are-meant.ts';

/** A variable without a value leaves no hole where something must stand: in an image's name, behind an option, in a URL, at the start of a path. */
export const nothingBreaksWhenEmpty: Rule = {
  id: 'nothing-breaks-when-empty',
  why: 'Compose fills in an empty text and goes on; what comes out of it cannot be pulled, started or called.',
  cause: 'variable-missing',
  look: (input) =>
    holes(input).map(({ mention: { service, path, variable }, severity, says }) => ({
      severity,
      service,
      message: `${variable} is not set, ${says}`,
      ...located(input.draft, ['services', service, ...path]),
      fix: `set ${variable} in the shell or in .env, or write \${${variable}:?} so that nothing starts without it`,
    })),
};

interface Hole {
  mention: UnsetMention;
  severity: Found['severity'];
  says: string;
}

/** Where an empty text certainly, or probably, breaks something. */
export function holes(input: CheckInput): Hole[] {
  const stray = strayDollars(input).map(({ mention }) => mention.variable);
  return unsetMentions(input)
    .filter(({ variable }) => !stray.includes(variable))
    .flatMap((mention) => {
      const hole = ofImage(mention, input) ?? ofCommand(mention, input) ?? ofUrl(mention, input) ?? ofMount(mention);
      return hole ? [{ mention, ...hole }] : [];
    });
}

type Said = Pick<Hole, 'severity' | 'says'>;

function ofImage({ service, path }: UnsetMention, { stack }: CheckInput): Said | undefined {
  const image = stack.compose.services[service]?.image ?? '';
  if (path[0] !== 'image' || !/^$|^[:/@]|[:/@]$|\/\/|:@/.test(image)) return undefined;
  return {
    severity: 'error',
    says: `so ${service} has ${image === '' ? 'no image' : `the image ${JSON.stringify(image)}, which is no name of one`}`,
  };
}

const servers = new Set(['redis-server', 'valkey-server']);

/** Redis refuses an option without a value; other programs may take the next word for it, or ask. */
function ofCommand({ service, path, text, variable }: UnsetMention, { stack }: CheckInput): Said | undefined {
  if (path[0] !== 'command' || path.length > 1) return undefined;
  const flag = new RegExp(String.raw`(--?[a-z][\w-]*)(?:\s+|=)["']?\$\{?${variable}\}?["']?(?=\s|$)`, 'i').exec(text)?.[1];
  const definition = stack.compose.services[service];
  if (flag === undefined || !definition) return undefined;
  const words = startWords(definition);
  const at = words.lastIndexOf(flag);
  const next = words[at + 1];
  if (at < 0 || (next !== undefined && !next.startsWith('-'))) return undefined;
  const isServer = servers.has(words[0]?.split('/').at(-1) ?? '');
  if (!isServer && !/^--?(?:port|bind|host|user|username|password|pass|token|url|config|dir|name|db|database|p|u|h)$/i.test(flag))
    return undefined;
  return {
    severity: isServer ? 'error' : 'warning',
    says: `so ${flag} of ${service} has no value${isServer ? `, and ${words[0]} refuses to start` : ''}`,
  };
}

/** `http://:8080/` and `http://api:/`; a path alone, as in `file:///data`, is no hole. */
function ofUrl({ path, text, service }: UnsetMention, input: CheckInput): Said | undefined {
  if (path[0] !== 'environment' && path[0] !== 'command') return undefined;
  const whole = /[a-z][a-z0-9+]*:\/\/[^\s'",]*/i.exec(text)?.[0] ?? '';
  const authority = whole.split('://')[1]?.split(/\/(?![^{]*\})/)[0] ?? '';
  if (!authority.includes('$')) return undefined;
  // Any value will do for those that have one.
  const unset = unsetVariables(input);
  const values = Object.fromEntries(input.stack.variables.filter(({ name }) => !unset.has(name)).map(({ name }) => [name, '1']));
  const filled = interpolate(authority, values);
  if (!/(?:^|@)(?::|$)|:$/.test(filled)) return undefined;
  const place = path[0] === 'command' ? 'the command' : String(path.at(-1));
  return {
    severity: 'warning',
    says: `so the URL in ${place} of ${service} has no ${filled.endsWith(':') && !/(?:^|@):/.test(filled) ? 'port' : 'host'}`,
  };
}

/** `${DATA}/db:/var/lib/db` becomes a folder at the root of the machine. */
function ofMount({ service, path, text, variable }: UnsetMention): Said | undefined {
  const source = path.length === 2 ? text : path.at(-1) === 'source' ? text : '';
  if (path[0] !== 'volumes' || !new RegExp(String.raw`^\$\{?${variable}\}?/`).test(source)) return undefined;
  const left = source.replace(/^\$\{?\w+\}?/, '').split(':')[0] ?? '';
  return { severity: 'warning', says: `so ${service} gets ${left} of the machine's root` };
}
