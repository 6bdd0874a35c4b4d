import type { ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { callsOf } from '../../reach/call.ts';
import { loopbackSettings } from '../../reach/loopback-settings.ts';
import { answering, housemates } from '../../reach/networks.ts';
import { locatedPlace, repaired } from '../../reach/place.ts';
import { commandOf, familyOf } from '../../reach/server.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A server that others need listens on more than its own container's loopback address. */
export const serversListenForOthers: Rule = {
  id: 'servers-listen-for-others',
  why: 'What listens on 127.0.0.1 in a container is there for that container alone: no other service and no published port reaches it.',
  cause: 'listens-on-loopback',
  look: (input) =>
    Object.entries(input.stack.compose.services).flatMap(([service, definition]) => {
      // On the machine's own network, 127.0.0.1 is the machine's.
      if (definition.network_mode === 'host') return [];
      return [
        ...toldByCommand(service, definition, input),
        ...toldByVariable(service, definition, input),
        ...toldByFile(service, definition, input),
      ];
    }),
};

const loopback = String.raw`(?:127\.0\.0\.1|localhost|::1|\[::1\])`;
const servers =
  /\b(?:redis-server|valkey-server|postgres|mysqld|mariadbd|mongod|uvicorn|gunicorn|hypercorn|daphne|flask|runserver|php\s+-S|artisan|http\.server|streamlit|jupyter|vite|next|nuxt|astro|webpack|ng\s+serve|http-server|serve|rails|puma|hugo|mkdocs|jekyll|httpd|ollama|memcached|nats-server|mosquitto|minio)\b/;
const option = new RegExp(
  String.raw`(?:^|\s)(?:(?:--(?:bind|host|listen|address|addr|ip|bind_ip|bind-address|bind_address|http-host|hostname|listen-address|server\.address)|-b|-H|-S|-l|runserver|-p)[ =]|-c\s*listen_addresses\s*=\s*)["']?(${loopback})(?::(\d{2,5}))?(?=["']?(?:\s|$))`,
);
const portOption = /(?:--(?:http-)?port|-p)[ =](\d{2,5})\b/;

function toldByCommand(service: string, definition: ComposeService, input: CheckInput): Found[] {
  const words = commandOf(definition);
  const text = words.join(' ');
  const [told, address = '', ownPort] = option.exec(text) ?? [];
  const program = servers.exec(text)?.[0];
  const family = familyOf(service, definition);
  // A second address, or a script around it, may make up for the first.
  if (told === undefined || (!program && !family) || /\n|&|;|\||0\.0\.0\.0|\*/.test(text)) return [];
  const port = ownPort ?? portOption.exec(text)?.[1];
  const need = needFor(service, port === undefined ? undefined : Number(port), input);
  if (!need) return [];
  const key = (definition.command ?? []).join(' ').includes(address) ? 'command' : 'entrypoint';
  const index = (Array.isArray(definition[key]) ? (definition[key] as unknown[]).map(String) : []).findLastIndex((word) =>
    word.includes(address),
  );
  const place = { in: 'command' as const, key, index, value: text, shell: false } as const;
  const open = address.includes('::1') ? '::' : '0.0.0.0';
  const repair = repaired(service, place, [{ from: address, to: address.startsWith('[') ? '[::]' : open }], input);
  return [
    {
      severity: 'error',
      service,
      message: `${service} is told to listen on ${address} (${told.trim()}), and ${need}`,
      ...located(input.draft, ['services', service, key]),
      fix: `let it listen on ${open}`,
      ...(repair ? { repair } : {}),
    },
  ];
}

const listening =
  /^(?:HOST|HOSTNAME|BIND|LISTEN|(?:.+_)?(?:BIND|LISTEN)(?:_(?:HOST|ADDR(?:ESS)?|IP|ON|TO))?|(?:SERVER|HTTP|APP|WEB|FLASK_RUN|UVICORN|GUNICORN|NUXT|NITRO|VITE|GRPC|API)_HOST|ADDR|ADDRESS|LISTEN_ADDR|.*_LISTEN_ADDRESS)$/;

/** What a program makes of its variables is its own affair: likely, not certain. */
function toldByVariable(service: string, { environment }: ComposeService, input: CheckInput): Found[] {
  return Object.entries(environment ?? {}).flatMap(([name, value]) => {
    const [, address, port] = new RegExp(String.raw`^(?:https?://|tcp://)?(${loopback})(?::(\d{2,5}))?/?$`).exec(value ?? '') ?? [];
    if (address === undefined || !listening.test(name)) return [];
    const beside = environment?.[name.replace(/(?:HOST(?:NAME)?|ADDR(?:ESS)?|IP|BIND|LISTEN)$/, 'PORT')] ?? undefined;
    const need = needFor(service, Number(port ?? beside) || undefined, input);
    if (!need || !/published/.test(need)) return [];
    const place = { in: 'environment' as const, name, value: String(value) };
    const repair = repaired(service, place, [{ from: address, to: '0.0.0.0' }], input);
    return [
      {
        severity: 'warning' as const,
        service,
        message: `${name} of ${service} is ${value}, and ${need}`,
        ...locatedPlace(service, place, input),
        fix: `set it to ${String(value).replace(address, '0.0.0.0')}`,
        ...(repair ? { repair } : {}),
      },
    ];
  });
}

function toldByFile(service: string, definition: ComposeService, input: CheckInput): Found[] {
  const need = needFor(service, undefined, input);
  if (!need) return [];
  return loopbackSettings(service, definition, input).map(({ file, line, address, open, loaded }) => ({
    severity: loaded ? 'error' : 'warning',
    service,
    message: `${file.split('/').at(-1) ?? file} lets ${service} listen on ${address} only, and ${need}`,
    at: { file, line },
    fix: `let it listen on ${open}`,
    repair: [{ edit: 'replace', file, line, from: address, to: open }],
  }));
}

/** Who is kept out, in words; undefined where nobody is, or another port may be theirs. */
function needFor(service: string, port: number | undefined, input: CheckInput): string | undefined {
  const { stack } = input;
  const own = housemates(service, stack);
  // Somebody in the same container's network may pass on to it.
  if (own.length > 1) return undefined;
  const published = (stack.compose.services[service]?.ports ?? []).filter(({ protocol }) => protocol !== 'udp').map(({ target }) => target);
  const [only, ...more] = published;
  if (port === undefined ? only !== undefined && more.length === 0 : published.includes(port))
    return `its port ${port ?? only} is published`;
  const caller = callsOf(input).find((call) => {
    const answers = answering(call.host, call.caller, stack);
    return (
      !own.includes(call.caller) &&
      answers !== 'elsewhere' &&
      answers.includes(service) &&
      (port === undefined || call.port === undefined || call.port === port)
    );
  })?.caller;
  return caller === undefined ? undefined : `${caller} calls it`;
}
