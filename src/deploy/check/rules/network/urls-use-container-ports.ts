import { rewritten } from '../../reach/address.ts';
import { callsOf, type Call } from '../../reach/call.ts';
import { familiesMeantBy, wordsOf } from '../../reach/families.ts';
import { hostPorts } from '../../reach/meant.ts';
import { answering, housemates, share } from '../../reach/networks.ts';
import { describePlace, isWrittenHere, locatedPlace, repaired, withPort } from '../../reach/place.ts';
import { commandOf, familyOf, listensOn, mentionsPort } from '../../reach/server.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** Inside, a service is called on the port on which it listens; the published one is for the machine outside. */
export const urlsUseContainerPorts: Rule = {
  id: 'urls-use-container-ports',
  why: 'A published port is a door from the machine; between containers there is only the port on which the service listens.',
  cause: 'wrong-container-port',
  look: (input) => [...callsOf(input).flatMap((call) => wrongPort(call, input)), ...portsAlone(input)],
};

function wrongPort(call: Call, input: CheckInput): Found[] {
  const { host, port, caller, place } = call;
  const services = answering(host, caller, input.stack);
  const [target] = services;
  if (port === undefined || services === 'elsewhere' || target === undefined) return [];
  if (!services.some((service) => share(caller, service, input.stack))) return [];
  if (services.some((service) => mayListen(service, port, input))) return [];
  const inside = hostPorts(target, input).get(port);
  const family = familyOf(target, input.stack.compose.services[target] ?? {});
  // Who else knows on which ports a program listens? A published port that leads to another one says it, and so does a well-known server.
  if (inside === undefined && !(family && onePort.has(family.name) && family.images.includes(imageOf(target, input)))) return [];
  const known = [...listensOn(target, input)];
  const right = inside ?? (known.length === 1 ? known[0] : undefined);
  const to = right === undefined ? undefined : rewritten(call, { host, port: right });
  const repair =
    to === undefined || right === undefined
      ? undefined
      : call.portVariable
        ? withPort(caller, call.portVariable, right, input)
        : repaired(caller, place, [{ from: call.text, to }], input);
  return [
    {
      severity: inside !== undefined && isWrittenHere(call, input) ? 'error' : 'warning',
      service: caller,
      message: `${describePlace(caller, place)} calls ${host}:${port}, ${inside === undefined ? `and ${target} listens on ${known.join(', ')}` : `which is ${target}'s port for the machine outside; inside it listens on ${inside}`}`,
      ...locatedPlace(caller, place, input),
      fix: right === undefined ? `use one of ${known.join(', ')}` : `write ${host}:${right}`,
      ...(repair ? { repair } : {}),
    },
  ];
}

/** Servers that listen on one port; others have ports for consoles, clusters and other protocols. */
const onePort = new Set(['redis', 'postgres', 'mysql', 'mongo', 'memcached']);

function mayListen(service: string, port: number, input: CheckInput): boolean {
  return housemates(service, input.stack).some((one) => listensOn(one, input).has(port) || mentionsPort(one, port, input));
}

function imageOf(service: string, { stack }: CheckInput): string {
  return stack.compose.services[service]?.image?.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? '';
}

/** `REDIS_PORT` without a host beside it, for a service that the command calls by name. */
function portsAlone(input: CheckInput): Found[] {
  const { stack } = input;
  return Object.entries(stack.compose.services).flatMap(([caller, definition]) =>
    Object.entries(definition.environment ?? {}).flatMap(([name, value]) => {
      const [, prefix] = /^(.+?)_?PORT$/.exec(name) ?? [];
      if (!prefix || !/^\d{1,5}$/.test(value ?? '') || `${prefix}_HOST` in (definition.environment ?? {})) return [];
      const port = Number(value);
      const command = commandOf(definition).join(' ');
      const uses = new RegExp(String.raw`\$\{?${name}\b`).test(command);
      const target = Object.keys(stack.compose.services).find(
        (service) =>
          uses &&
          !housemates(caller, stack).includes(service) &&
          new RegExp(String.raw`(?<![\w.-])${service}(?![\w.-])`).test(command) &&
          isAbout(prefix, service, input),
      );
      const inside = target === undefined ? undefined : hostPorts(target, input).get(port);
      if (target === undefined || inside === undefined || listensOn(target, input).has(port)) return [];
      return [
        {
          severity: 'error' as const,
          service: caller,
          message: `${name} of ${caller} is ${port}, which is ${target}'s port for the machine outside; inside it listens on ${inside}`,
          ...locatedPlace(caller, { in: 'environment', name, value: String(value) }, input),
          fix: `write ${inside}`,
          repair: withPort(caller, name, inside, input),
        },
      ];
    }),
  );
}

function isAbout(prefix: string, service: string, { stack }: CheckInput): boolean {
  const words = wordsOf(prefix);
  const family = familyOf(service, stack.compose.services[service] ?? {});
  return wordsOf(service).some((word) => words.includes(word)) || (family !== undefined && familiesMeantBy(words).includes(family));
}
