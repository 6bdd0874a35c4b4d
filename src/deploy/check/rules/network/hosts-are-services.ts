import { nearest } from '../../../../contract/nearest.ts';
import { isSingleLabel, rewritten } from '../../reach/address.ts';
import { callsOf, type Call } from '../../reach/call.ts';
import { familiesMeantBy, familyOfScheme, wordsOf } from '../../reach/families.ts';
import { hostPorts, meantBy } from '../../reach/meant.ts';
import { answering, hearsOtherNames, standingOf } from '../../reach/networks.ts';
import { describePlace, isWrittenHere, locatedPlace, repaired, withPort } from '../../reach/place.ts';
import { listensOn } from '../../reach/server.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A host without dots is a service, by its name or by another one that it goes by. */
export const hostsAreServices: Rule = {
  id: 'hosts-are-services',
  why: 'Inside a project, services find each other by name; a name that nobody has is not resolved.',
  cause: 'unreachable-service-name',
  look: (input) => {
    const unknown = callsOf(input).filter((call) => isSingleLabel(call.host) && speaksOfHosts(call) && !isKnown(call, input));
    return unknown.flatMap((call) => {
      const service = sleeperOf(call, input);
      return service === undefined ? lost(call, input) : [sleeping(call, service, input)];
    });
  },
};

const plain = /^(?:https?|wss?|tcp|grpcs?|plaintext|sasl_\w+|ssl|tls)$/;
const placeholders = /^(?:host|hostname|your\S*|my\S*|example|change\S*|xxx+|server|none|null|true|false|auto|unix|any|all|default)$/i;

/** `s3://bucket` and `sqlite://file` have none; neither has a placeholder in an example. */
function speaksOfHosts({ scheme, host, place, port, words }: Call): boolean {
  if (placeholders.test(host)) return false;
  if (scheme !== undefined) return familyOfScheme(scheme) !== undefined || (plain.test(scheme) && place.in === 'environment');
  return place.in === 'environment' && (port !== undefined || familiesMeantBy(words).length > 0);
}

function isKnown({ host, caller }: Call, { stack, draft }: CheckInput): boolean {
  // What is on no network of the project's is another rule's matter; what `--only` leaves out is there all the same.
  if (standingOf(caller, stack).on !== 'networks') return true;
  return [stack.compose, draft.model].some(
    (compose) => answering(host, caller, { compose }) === 'elsewhere' || answering(host, caller, { compose }).length > 0,
  );
}

/** The service of an inactive profile that has the name. */
function sleeperOf({ host }: Call, { draft }: CheckInput): string | undefined {
  const names = (service: string) => ['container_name', 'hostname'].map((key) => draft.sources.written(['services', service, key]));
  return draft.inactive.find((service) => service === host || names(service).includes(host));
}

function sleeping(call: Call, service: string, input: CheckInput): Found {
  const { caller, place } = call;
  const written = input.draft.sources.written(['services', service, 'profiles']);
  const profiles = Array.isArray(written) ? written.map(String) : [];
  const one = profiles.length > 0 ? ` (${profiles.join(', ')})` : '';
  return {
    severity: 'warning',
    cause: 'service-in-inactive-profile',
    service: caller,
    message: `${describePlace(caller, place)} calls ${call.text}, and the service ${service} is in a profile that is not active${one}`,
    ...locatedPlace(caller, place, input),
    fix: `${profiles[0] ? `portside up --profile ${profiles[0]}, or ` : ''}remove profiles: from ${service}`,
    ...(familyOfScheme(call.scheme) && profiles.length > 0
      ? { repair: [{ edit: 'remove', path: ['services', service, 'profiles'] }] }
      : {}),
  };
}

function lost(call: Call, input: CheckInput): Found[] {
  const { caller, place, host } = call;
  const meant = likely(call, input);
  if (!meant && !isWrittenHere(call, input)) return [];
  const elsewhere = hearsOtherNames(caller, input.stack);
  if (elsewhere && !meant) return [];
  const certain = meant?.sure === true && !elsewhere && isWrittenHere(call, input);
  const to = meant && rewritten(call, { host: meant.service, ...(meant.port === undefined ? {} : { port: meant.port }) });
  const repair = meant?.sure && to ? repaired(caller, place, [{ from: call.text, to }], input) : undefined;
  const port =
    meant?.port !== undefined && call.portVariable && meant.port !== call.port
      ? withPort(caller, call.portVariable, meant.port, input)
      : [];
  return [
    {
      severity: certain ? 'error' : 'warning',
      service: caller,
      message: `${describePlace(caller, place)} calls ${host}${call.port === undefined ? '' : `:${call.port}`}, and no service has that name`,
      ...locatedPlace(caller, place, input),
      fix: to ? (meant.sure ? `write ${to}` : `did you mean ${to}?`) : othersOf(input),
      ...(repair ? { repair: [...repair, ...port] } : {}),
    },
  ];
}

function othersOf({ stack }: CheckInput): string {
  const services = Object.keys(stack.compose.services);
  return `there are: ${services.slice(0, 8).join(', ')}${services.length > 8 ? ` and ${services.length - 8} more` : ''}`;
}

/** Which service it is probably about; sure where name and protocol, or name and port, say the same. */
function likely(call: Call, input: CheckInput): { service: string; port?: number; sure: boolean } | undefined {
  const { host, port } = call;
  const services = Object.keys(input.stack.compose.services).filter((service) => service !== call.caller);
  // Plain Compose calls containers `project-service-1`, which Portside's copies are not.
  const container = services.find((service) => new RegExp(`^.+[-_]${service}[-_]\\d+$`).test(host));
  if (container) return { service: container, ...inside(container, port, input), sure: true };
  const meant = meantBy(call, input);
  const near = nearest(host, services);
  const alike = meant && (near === meant.service || wordsOf(host).some((word) => wordsOf(meant.service).includes(word)));
  if (meant && meant.by !== 'port') return { ...meant, sure: alike === true };
  if (!near) return undefined;
  const fits = port !== undefined && (listensOn(near, input).has(port) || hostPorts(near, input).has(port));
  return { service: near, ...inside(near, port, input), sure: fits && near.length > 3 };
}

function inside(service: string, port: number | undefined, input: CheckInput): { port?: number } {
  const target = port === undefined || listensOn(service, input).has(port) ? port : (hostPorts(service, input).get(port) ?? port);
  return target === undefined ? {} : { port: target };
}
