import { placeOf } from '../../../model/finding.ts';
import { type Call, callsOf } from '../../reach/call.ts';
import { answering } from '../../reach/networks.ts';
import { describePlace, locatedPlace } from '../../reach/place.ts';
import { listensOn, mentionsPort } from '../../reach/server.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** Where a service is found is said once, in a variable or an anchor, and nobody says something else. */
export const hostsAndPortsAreWrittenOnce: Rule = {
  id: 'hosts-and-ports-are-written-once',
  why: 'What is written twice is changed once: the other place goes on calling where nobody listens any more.',
  look(input) {
    const told = callsOf(input).flatMap((call) => toldOf(call, input));
    return [...contradictions(told, input), ...repetitions(told, input)];
  },
};

/** A variable that names a service of the stack, with its port. */
interface Told {
  call: Call;
  variable: string;
  service: string;
  port: number;
  /** The address stands there as it is, not by a variable. */
  literal: boolean;
  /** It comes from an anchor or another service: it does not stand in this one's own lines. */
  shared: boolean;
  at: NonNullable<Found['at']> | undefined;
}

function toldOf(call: Call, input: CheckInput): Told[] {
  const { caller, host, port, place, portVariable, text } = call;
  if (place.in !== 'environment' || port === undefined) return [];
  const services = answering(host, caller, input.stack);
  const [service] = services;
  if (services === 'elsewhere' || service === undefined || services.length > 1) return [];
  const { sources } = input.draft;
  const environment = ['services', caller, 'environment'];
  const written = (name: string) => sources.written([...environment, name]);
  const [own, whole] = [sources.locate([...environment, place.name]), sources.locate(environment)];
  const shared = own !== undefined && whole !== undefined && placeOf(own) === placeOf(whole);
  const here = written(place.name);
  const beside = portVariable === undefined ? undefined : written(portVariable);
  const literal = typeof here === 'string' && here.includes(text) && (portVariable === undefined || String(beside) === String(port));
  return [{ call, variable: place.name, service, port, literal, shared, at: locatedPlace(caller, place, input).at }];
}

/** One finding for each address; what an anchor brings to several services stands in one place. */
function repetitions(told: Told[], { stack, surroundings }: CheckInput): Found[] {
  const groups = Map.groupBy(
    told.filter(({ literal }) => literal),
    ({ call: { host }, port }) => `${host}:${port}`,
  );
  return [...groups].flatMap(([address, all]) => {
    const places = distinctPlaces(all);
    const [first] = places;
    const callers = new Set(places.map(({ call }) => call.caller));
    const inEnvFiles = stack.project.envFiles.flatMap((file) => linesWith(address, file, surroundings.paths[file]?.text));
    if (!first || callers.size + inEnvFiles.length < 2) return [];
    const named = [...places.map(inWords), ...inEnvFiles];
    const prefix = first.service.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    const [host, port] = [`${prefix}_HOST`, `${prefix}_PORT`];
    return [
      {
        severity: 'note' as const,
        message: `${address} is written in ${named.length} places: ${named.join(', ')}`,
        ...(first.at ? { at: first.at } : {}),
        fix: `write it once: portside config set ${host}=${first.call.host} ${port}=${first.port}, and \${${host}}:\${${port}} in each place; or an anchor that all share`,
      },
    ];
  });
}

function distinctPlaces(all: Told[]): Told[] {
  const byPlace = new Map(
    all.toReversed().map((one) => [one.shared ? `anchor ${one.variable}` : placeOf(one.at ?? { file: inWords(one) }), one]),
  );
  return [...byPlace.values()].toReversed();
}

/** Entries of an env file that hold the address; comments do not count. */
function linesWith(address: string, file: string, text: string | undefined): string[] {
  return (text ?? '').split('\n').flatMap((line, index) => {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/.exec(line) ?? [];
    const at = value.indexOf(address);
    const isWhole = at >= 0 && !/[\w.-]/.test(value[at - 1] ?? '') && !/\d/.test(value[at + address.length] ?? '');
    return name && isWhole ? [`${name} (${file.split('/').at(-1)}:${index + 1})`] : [];
  });
}

/** One name, two ports of one service, and nothing says that it listens on either: at least one of them calls nobody. */
function contradictions(told: Told[], input: CheckInput): Found[] {
  const groups = Map.groupBy(told, ({ variable, service, call: { scheme = '' } }) => JSON.stringify([variable, service, scheme]));
  return [...groups.values()].flatMap((all) => {
    const ports = [...new Set(all.map(({ port }) => port))];
    const [first] = all;
    if (!first || ports.length < 2) return [];
    const listening = listensOn(first.service, input);
    if (ports.some((port) => listening.has(port) || mentionsPort(first.service, port, input))) return [];
    return [
      {
        severity: 'warning' as const,
        message: `${first.service} is called on different ports: ${all.map((one) => `${one.port} by ${inWords(one)}`).join(', ')}; nothing says that it listens on either`,
        ...(first.at ? { at: first.at } : {}),
        fix: `find out where ${first.service} listens, and write that once for all`,
      },
    ];
  });
}

function inWords({ call: { caller, place }, at }: Told): string {
  const where = at ? ` (${[at.file.split('/').at(-1), at.line].filter(Boolean).join(':')})` : '';
  return `${describePlace(caller, place)}${where}`;
}
