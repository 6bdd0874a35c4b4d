import type { CheckInput } from '../rule.ts';
import type { Call } from './call.ts';
import { familiesMeantBy, familyOfScheme, wordsOf } from './families.ts';
import { housemates, standingOf } from './networks.ts';
import { familyOf, listensOn } from './server.ts';

/** The one service that a call can mean, and the container port to call. */
export interface Meant {
  service: string;
  port?: number;
  /** By what one knows: the protocol, the name of the variable, or a port alone. */
  by: 'protocol' | 'name' | 'port';
}

/** Undefined where none fits, or more than one. */
export function meantBy(call: Call, input: CheckInput): Meant | undefined {
  const { stack } = input;
  const own = housemates(call.caller, stack);
  const others = Object.keys(stack.compose.services).filter(
    (service) => !own.includes(service) && standingOf(service, stack).on !== 'host',
  );
  const protocol = familyOfScheme(call.scheme);
  if (protocol) {
    const fitting = others.filter((service) => familyOf(service, stack.compose.services[service] ?? {}) === protocol);
    const service =
      onlyOne(fitting, call, input) ??
      (fitting.length === 0 && call.port !== undefined ? onlyOne(listening(call.port, others, input), call, input) : undefined);
    return service === undefined ? undefined : { service, by: 'protocol', ...portAt(service, call.port, protocol.ports, input) };
  }
  const named = (service: string) => isNamed(call, service, input);
  if (call.port === undefined) {
    const service = onlyOne(
      others.filter(named).filter((one) => familyOf(one, stack.compose.services[one] ?? {})),
      call,
      input,
    );
    return service === undefined ? undefined : { service, by: 'name' };
  }
  const service =
    onlyOne(listening(call.port, others, input), call, input) ??
    onlyOne(
      others.filter((one) => hostPorts(one, input).has(call.port ?? 0)),
      call,
      input,
    );
  if (service === undefined) return undefined;
  return { service, by: named(service) ? 'name' : 'port', ...portAt(service, call.port, [], input) };
}

function listening(port: number, services: string[], input: CheckInput): string[] {
  return services.filter((service) => listensOn(service, input).has(port));
}

/** The only one; of several, the only one that the name of the variable names, or that listens on the port. */
function onlyOne(services: string[], call: Call, input: CheckInput): string | undefined {
  if (services.length <= 1) return services[0];
  const { port } = call;
  const sharper = [
    services.filter((service) => wordsOf(service).some((word) => call.words.includes(word) && !isGeneric(word))),
    services.filter((service) => isNamed(call, service, input)),
    services.filter((service) => wordsOf(service).every((word) => call.words.includes(word))),
    port === undefined ? [] : services.filter((service) => listensOn(service, input).has(port) || hostPorts(service, input).has(port)),
  ];
  return sharper.find((few) => few.length === 1)?.[0];
}

/** A word that every server of a kind goes by tells none of them from another. */
function isGeneric(word: string): boolean {
  return familiesMeantBy([word]).length > 0;
}

/** Whether a variable's name has to do with a service: a word in common, or one that its kind of server goes by. */
function isNamed({ words }: Call, service: string, { stack }: CheckInput): boolean {
  const family = familyOf(service, stack.compose.services[service] ?? {});
  return (
    (family !== undefined && familiesMeantBy(words).includes(family)) ||
    wordsOf(service).some((word) => word.length > 1 && !/^\d+$/.test(word) && words.includes(word))
  );
}

/** The container port that a port means: itself, what it is published for, or the one on which such a server listens. */
function portAt(service: string, port: number | undefined, usual: number[], input: CheckInput): { port?: number } {
  if (port === undefined) return {};
  const ports = listensOn(service, input);
  if (ports.has(port)) return { port };
  const published = hostPorts(service, input).get(port);
  if (published !== undefined) return { port: published };
  const [only, ...more] = [...ports];
  const target = usual.find((one) => ports.has(one)) ?? (more.length === 0 ? only : undefined);
  return target === undefined ? {} : { port: target };
}

/** host port → container port, as the file wishes it and as it is leased. */
export function hostPorts(service: string, { stack, draft }: Pick<CheckInput, 'stack' | 'draft'>): Map<number, number> {
  const lists = [draft.model.services[service]?.ports, stack.compose.services[service]?.ports];
  const pairs = lists.flatMap((ports) =>
    (ports ?? []).flatMap(({ published, target, protocol }) =>
      published && /^\d+$/.test(published) && protocol !== 'udp' ? [[Number(published), target] as const] : [],
    ),
  );
  return new Map(pairs);
}
