import type { ServiceEvidence } from '../evidence.ts';
import { commandLine } from './program.ts';

/** Servers that leave the foreground of their own accord, and the option by which they stay. */
interface Daemon {
  /** It stays, or its call asks for something else than to serve. */
  stays: RegExp;
  option: string[];
  /** Where the option stands: right after the program, or at the end. */
  first?: true;
}

/** Busybox writes its options in one: `-fvp 80`. */
const busyboxForeground: Daemon = { stays: /(?:^| )-[a-zA-Z]*f/, option: ['-f'], first: true };
const apache: Daemon = { stays: /FOREGROUND|NO_DETACH|(?:^| )-(?:X|t|v|V|l|L|S|M|h)\b|-k (?!start\b)/, option: ['-DFOREGROUND'] };
const phpFpm: RegExp = /^php-fpm[\d.]*$/;

const daemons: Record<string, Daemon> = {
  nginx: { stays: /daemon off|(?:^| )-(?:t|T|v|V|s|h)\b/, option: ['-g', 'daemon off;'] },
  apache2: apache,
  sshd: { stays: /(?:^| )-[a-zA-Z]*[DdtTG]/, option: ['-D'], first: true },
  crond: { stays: /(?:^| )-[a-zA-Z]*[fn]/, option: ['-f'], first: true },
  cron: { stays: /(?:^| )-[a-zA-Z]*f/, option: ['-f'], first: true },
  telnetd: { stays: /(?:^| )-[a-zA-Z]*[Fi]/, option: ['-F'], first: true },
  inetd: busyboxForeground,
  udhcpd: busyboxForeground,
  syslogd: { stays: /(?:^| )-[a-zA-Z]*n/, option: ['-n'], first: true },
  rsyslogd: { stays: /(?:^| )-[a-zA-Z]*n/, option: ['-n'], first: true },
  ntpd: { stays: /(?:^| )-[a-zA-Z]*[nd]/, option: ['-n'], first: true },
  dnsmasq: { stays: /--keep-in-foreground|--no-daemon|--test|(?:^| )-[a-zA-Z]*[kd]/, option: ['-k'], first: true },
  lighttpd: { stays: /(?:^| )-[a-zA-Z]*[Dtvh]/, option: ['-D'], first: true },
  squid: { stays: /(?:^| )-[a-zA-Z]*[Nkvz]|--foreground/, option: ['-N'], first: true },
  named: { stays: /(?:^| )-[a-zA-Z0-9]*[fgv]/, option: ['-f'], first: true },
  slapd: { stays: /(?:^| )-d/, option: ['-d', '0'], first: true },
  supervisord: { stays: /(?:^| )-[a-zA-Z]*n|--nodaemon/, option: ['-n'], first: true },
};

/** Servers that stay unless they are told to leave. */
const leaving: [RegExp, RegExp][] = [
  [phpFpm, /(?:^| )(?:-D|--daemonize)\b/],
  [/^(?:haproxy|gunicorn)$/, /(?:^| )-D\b/],
  [/^memcached$/, /(?:^| )-[a-z]*d\b/],
  [/^postfix$/, /(?:^| )start$/],
];

export interface Leaving {
  program: string;
  /** As it is run: `httpd -p 80`. */
  text: string;
  /** The command that stays; absent where the call is not plain enough to change. */
  command?: string[];
}

/** The server of a service's command that puts itself into the background, where that is the last that the command does. */
export function leavesForeground(service: ServiceEvidence): Leaving | undefined {
  const { entrypoint, command } = commandLine(service);
  // What an entrypoint of a script runs in the end is the command.
  return [command, [...entrypoint, ...command]].map((words) => leaves(words, service)).find((one) => one !== undefined);
}

function leaves(words: string[], service: ServiceEvidence): Leaving | undefined {
  const script = /(?:^|\/)(?:ba|da|a)?sh$/.test(words[0] ?? '') && /^-\w*c$/.test(words[1] ?? '') ? (words[2] ?? '') : undefined;
  const called = script === undefined ? words : lastOf(script);
  const own = called.findIndex((word) => !/^(?:exec|\w+=.*|.*\/?(?:tini|dumb-init|busybox)|--)$/.test(word));
  const program = called[own]?.split('/').at(-1);
  if (program === undefined) return undefined;
  const options = called.slice(own + 1).join(' ');
  const text = called.slice(own).join(' ');
  if (leaving.some(([name, asked]) => name.test(program) && asked.test(options))) return { program, text };
  const daemon = program === 'httpd' ? httpdOf(service) : Object.hasOwn(daemons, program) ? daemons[program] : undefined;
  if (!daemon || daemon.stays.test(options)) return undefined;
  // Its settings file may say it too.
  if (program === 'nginx' && service.files.some(({ text: file }) => /^\s*daemon\s+off;/m.test(file ?? ''))) return undefined;
  const plain = script === undefined && words === service.definition.command;
  const { first, option } = daemon;
  const stays = first ? [...words.slice(0, own + 1), ...option, ...words.slice(own + 1)] : [...words, ...option];
  return { program, text, ...(plain ? { command: stays } : {}) };
}

/** Apache's and busybox's have one name: `-f` is a settings file to the one, and the foreground to the other. */
function httpdOf({ definition, image }: ServiceEvidence): Daemon {
  const name = (image?.reference ?? definition.image ?? '').split('/').at(-1) ?? '';
  return /httpd|apache/.test(name) ? apache : busyboxForeground;
}

/** The words of the last command of a script; nothing where something else is still to run beside it. */
function lastOf(script: string): string[] {
  const last = script
    .trim()
    .split(/&&|\|\||[;\n]/)
    .map((part) => part.trim())
    .findLast((part) => part !== '');
  return last?.split(/\s+/) ?? [];
}
