import { requestWith } from '../model/request-with.ts';
import { findProgram, type Run } from '../model/run.ts';
import { simpleCommands } from '../model/shell-words.ts';

/** A way to ask the same with a program that is there. */
export interface Instead {
  program: string;
  argv: string[];
  /** The part of the test's text that it stands for; absent where the whole test is another. */
  replaces?: string;
}

/** Undefined where nobody can tell what the test asks, or nothing that is there could ask it. */
export function whatCouldAsk(run: Run): Instead | undefined {
  const [form, ...rest] = run.healthcheck ?? [];
  const text = rest.join(' ');
  const url = /\bhttps?:\/\/[^\s"'|;&)]+/.exec(text)?.[0];
  const has = (program: string) => typeof findProgram(program, run) !== 'string';
  // A database that is asked over HTTP never answers, whatever asks it.
  const spoken = Number(/^https?:\/\/[^/:]+:(\d+)/.exec(url ?? '')?.[1]);
  if (spoken in protocols) return ofProtocol(spoken, has);
  if (url !== undefined) return url.includes('$') ? undefined : overHttp(url, has, form === 'CMD' ? rest : undefined, text);
  const port = /(?:\/dev\/tcp\/|\bnc\b[^|;&]*\s)(?:localhost|127\.0\.0\.1)[/ ](\d+)/.exec(text)?.[1];
  return port === undefined ? undefined : ofProtocol(Number(port), has);
}

function overHttp(url: string, has: (program: string) => boolean, words: string[] | undefined, text: string): Instead | undefined {
  const replaces = words ? undefined : commandWith(url, text);
  // Only a request that asks and looks whether it is answered: headers, methods and what is done with the answer are not to be lost.
  const asks = words ?? replaces?.split(/\s+/) ?? [];
  if (
    !asks.slice(1).every((word) => word === url || word === `"${url}"` || word === `'${url}'` || harmless.test(word) || /^\d+$/.test(word))
  )
    return undefined;
  const commands = words ? [{ operator: '' }] : (simpleCommands(text) ?? []);
  if (commands.some(({ operator }) => operator === '|')) return undefined;
  const argv = requestWith(url, has);
  if (!argv) return undefined;
  const [program = ''] = argv;
  // What other programs are given is more than one word of a shell's text.
  return { program, argv, ...(replaces !== undefined && /^(?:wget|curl)$/.test(program) ? { replaces } : {}) };
}

const harmless =
  /^(?:-[fsSLqkO]+|-o|-T|-t|-m|--fail|--silent|--show-error|--location|--spider|--quiet|--no-verbose|-nv|--tries=\d+|--timeout=\d+|--max-time|--connect-timeout|\/dev\/null|-)$/;

function commandWith(url: string, text: string): string | undefined {
  const [before = '', after = ''] = text.split(url, 2);
  const start = Math.max(...[';', '&', '|', '('].map((sign) => before.lastIndexOf(sign))) + 1;
  const rest = /^[^;&|)\n]*/.exec(after)?.[0] ?? '';
  return (before.slice(start) + url + rest).trim();
}

const protocols: Record<number, [string, string[]][]> = {
  6379: [
    ['redis-cli', ['redis-cli', 'ping']],
    ['valkey-cli', ['valkey-cli', 'ping']],
  ],
  5432: [['pg_isready', ['pg_isready', '-h', '127.0.0.1']]],
  3306: [
    ['mysqladmin', ['mysqladmin', 'ping', '-h', '127.0.0.1']],
    ['mariadb-admin', ['mariadb-admin', 'ping', '-h', '127.0.0.1']],
  ],
};

function ofProtocol(port: number, has: (program: string) => boolean): Instead | undefined {
  const [found] = (protocols[port] ?? []).filter(([program]) => has(program));
  return found && { program: found[0], argv: found[1] };
}
