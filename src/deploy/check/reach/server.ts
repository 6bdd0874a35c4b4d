import type { CheckInput } from '../rule.ts';
import { asSeenInside, type ComposeService } from '../../model/compose-file.ts';
import { families, wordsOf, type Family } from './families.ts';
import { once } from './once.ts';

/** The words that a service's container runs, entrypoint before command. */
export function commandOf({ entrypoint, command }: ComposeService): string[] {
  const lists = [entrypoint, command].map((list) => (Array.isArray(list) ? list.map(String) : []));
  return lists.flat().map((word) => word.replaceAll('$$', '$'));
}

const tools = new Set(
  'exporter admin ui insight commander express backup cli client worker consumer producer migrate migration init proxy web app api test dashboard manager console gateway setup sentinel connect'.split(
    ' ',
  ),
);

/** What kind of server a service is, by its image and name; undefined where it is none that is known, or only a client of one. */
export function familyOf(service: string, definition: ComposeService): Family | undefined {
  const command = commandOf(definition).join(' ');
  const image = definition.image?.split('@')[0]?.split('/').at(-1)?.split(':')[0]?.toLowerCase() ?? '';
  const byImage = families.find(({ images }) => images.includes(image) && !(image === 'server' && !definition.image?.includes('mssql')));
  if (byImage) return command === '' || isOptions(command) || byImage.programs.test(command) ? byImage : undefined;
  // An image of one's own, or a stand-in, is known by the name of its service.
  const words = wordsOf(service);
  if (words.some((word) => tools.has(word))) return undefined;
  return families.find(({ name, images }) => words.includes(name) || images.includes(service.toLowerCase()));
}

/** `--port 7000` alone is for the image's own program. */
function isOptions(command: string): boolean {
  return command.startsWith('-');
}

const portsOfAll = once((input) => new Map(Object.keys(input.stack.compose.services).map((service) => [service, portsOf(service, input)])));

/** Ports on which a service listens, as far as anybody says so: its own file, its image, its family. */
export function listensOn(service: string, input: Pick<CheckInput, 'stack' | 'surroundings'>): Set<number> {
  return portsOfAll(input).get(service) ?? new Set();
}

function portsOf(service: string, { stack, surroundings }: Pick<CheckInput, 'stack' | 'surroundings'>): Set<number> {
  const definition = stack.compose.services[service];
  if (!definition) return new Set();
  const command = commandOf(definition);
  const told = portsTold(command);
  const family = familyOf(service, definition);
  const image = command.length === 0 ? (surroundings.insides[service]?.image.exposed ?? []) : [];
  return new Set([
    ...(definition.ports ?? []).filter(({ protocol }) => protocol !== 'udp').map(({ target }) => target),
    ...exposed(definition['expose']),
    ...told,
    ...(family && told.length === 0 ? family.ports : []),
    ...exposed(image),
    ...portsOfEnvironment(definition),
    ...askedOfItself(definition),
    ...exposed(
      dockerfileOf(service, surroundings).flatMap((text) =>
        [...text.matchAll(/^\s*EXPOSE\s+(.+)$/gim)].flatMap(([, ports]) => ports?.split(/\s+/) ?? []),
      ),
    ),
  ]);
}

/** Whether a port's number stands anywhere in what is said of the service itself: then it may well listen there. */
export function mentionsPort(service: string, port: number, { stack, surroundings }: Pick<CheckInput, 'stack' | 'surroundings'>): boolean {
  const definition = stack.compose.services[service];
  if (!definition) return false;
  const said = [...commandOf(definition), ...(definition.healthcheck?.test ?? []), ...Object.values(asSeenInside(definition.environment))];
  const number = new RegExp(String.raw`(?<![\d.])${port}(?!\d)`);
  return (
    said.some((text) => number.test(text ?? '')) ||
    [...dockerfileOf(service, surroundings), ...mountedTexts(definition, surroundings)].some((text) => number.test(text))
  );
}

/** What the files say that are mounted into it one by one. */
export function mountedTexts({ volumes }: ComposeService, { paths }: CheckInput['surroundings']): string[] {
  return (volumes ?? []).flatMap(({ type, source }) => (type === 'bind' && source !== undefined ? (paths[source]?.text ?? []) : []));
}

export function dockerfileOf(service: string, { dockerfiles }: CheckInput['surroundings']): string[] {
  const text = dockerfiles[service]?.text;
  return text === undefined ? [] : [text];
}

/** `-p 80`, `--port=80`, `-p 127.0.0.1:80`, `--listen :80`. */
function portsTold(command: string[]): number[] {
  const options =
    /(?:^|\s)(?:-p|-b|-S|--(?:[a-z]+-)*(?:port|listen|bind|addr|address))[ =](?:[\w.*-]*:|\[[\da-f:]*\]:)?(\d{2,5})(?=\s|$|["'&;])/g;
  return [...command.join(' ').matchAll(options)].map(([, port]) => Number(port));
}

function exposed(list: unknown): number[] {
  const items = Array.isArray(list) ? list.map(String) : [];
  return items.flatMap((item) => {
    const [, from, to] = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/.exec(item) ?? [];
    if (from === undefined) return [];
    const count = Math.min(Number(to ?? from) - Number(from), 1000);
    return Array.from({ length: count + 1 }, (_, index) => Number(from) + index);
  });
}

function portsOfEnvironment({ environment }: ComposeService): number[] {
  const own = /^(?:.*_)?(?:(?:SERVER|HTTP|HTTPS|LISTEN|APP|WEB|SERVICE|GRPC|BIND|NODE)_)?(?:LISTEN_)?PORT$/;
  return Object.entries(environment ?? {}).flatMap(([name, value]) => {
    // One beside a host of the same name is where it calls, not where it listens.
    const beside = name.replace(/PORT$/, 'HOST');
    const isOwn =
      name === 'PORT' ||
      (own.test(name) && !(beside in (environment ?? {})) && /^(?:SERVER|HTTP|HTTPS|LISTEN|APP|WEB|SERVICE|GRPC|BIND|NODE)_/.test(name));
    return isOwn && value && /^\d+$/.test(value) ? [Number(value)] : [];
  });
}

/** Where its healthcheck asks. */
function askedOfItself({ healthcheck }: ComposeService): number[] {
  const text = (healthcheck?.test ?? []).join(' ');
  return [...text.matchAll(/(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)[: ](\d{2,5})\b/g)].map(([, port]) => Number(port));
}
