import type { Repair } from '../../../model/repair.ts';
import { callsOf, type Call } from '../../reach/call.ts';
import { answering, hearsOtherNames, ownerOf, share, standingOf } from '../../reach/networks.ts';
import { describePlace, isWrittenHere, locatedPlace, valueOf } from '../../reach/place.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** Whoever calls a service is on one of its networks. */
export const servicesShareANetwork: Rule = {
  id: 'services-share-a-network',
  why: 'Services see each other, by name or at all, only on a network that both are on.',
  cause: 'no-shared-network',
  look: (input) => {
    const told = new Set<string>();
    return callsOf(input).flatMap((call) => {
      const target = unreachable(call, input);
      const pair = `${call.caller} ${target}`;
      if (target === undefined || told.has(pair)) return [];
      told.add(pair);
      return [tell(call, target, input)];
    });
  },
};

function unreachable({ host, caller }: Call, { stack }: CheckInput): string | undefined {
  const services = answering(host, caller, stack);
  if (services === 'elsewhere' || services.some((service) => share(caller, service, stack))) return undefined;
  // Links give the default bridge names, as they did before there were networks.
  const links = stack.compose.services[caller]?.['links'];
  if (standingOf(caller, stack).on === 'bridge' && Array.isArray(links) && links.length > 0) return undefined;
  return services[0];
}

function tell(call: Call, target: string, input: CheckInput): Found {
  const { caller, place, text } = call;
  const from = standingOf(caller, input.stack);
  const to = standingOf(target, input.stack);
  const forOthers = isForOthersToo(call, target, input);
  const certain = isWrittenHere(call, input) && !hearsOtherNames(caller, input.stack) && from.on !== 'host' && from.on !== 'none';
  const repair = forOthers || from.on === 'host' || from.on === 'none' ? undefined : meeting(caller, target, input);
  return {
    severity: forOthers ? 'note' : certain ? 'error' : 'warning',
    service: caller,
    message: `${describePlace(caller, place)} calls ${text}, and ${caller} (${placeOf(from)}) shares no network with ${target} (${placeOf(to)})`,
    ...locatedPlace(caller, place, input),
    fix: wayOut(caller, target, input),
    ...(repair ? { repair } : {}),
  };
}

function placeOf(standing: ReturnType<typeof standingOf>): string {
  return standing.on === 'networks' ? `on ${standing.keys.join(', ')}` : `network_mode ${standing.on}`;
}

/** A variable that many services get from one block means something to some of them only. */
function isForOthersToo({ caller, place }: Call, target: string, input: CheckInput): boolean {
  if (place.in !== 'environment') return false;
  return Object.keys(input.stack.compose.services).some(
    (other) =>
      other !== caller && other !== target && valueOf(other, place.name, input) === place.value && share(other, target, input.stack),
  );
}

function wayOut(caller: string, target: string, { stack }: CheckInput): string {
  const [from, to] = [standingOf(caller, stack), standingOf(target, stack)];
  if (from.on !== 'networks') return `remove network_mode: from ${ownerOf(caller, stack)}, so that it is on the project's networks`;
  if (to.on !== 'networks') return `remove network_mode: from ${ownerOf(target, stack)}, so that it is on the project's networks`;
  return `add ${to.keys[0] ?? 'default'} to networks: of ${ownerOf(caller, stack)}`;
}

/** Undefined where it is not plain which of several networks is to be the common one. */
function meeting(caller: string, target: string, { stack, draft }: CheckInput): Repair | undefined {
  const [from, to] = [standingOf(caller, stack), standingOf(target, stack)];
  const owner = ownerOf(caller, stack);
  if (from.on === 'bridge') return [{ edit: 'remove', path: ['services', owner, 'network_mode'] }];
  if (to.on === 'bridge') return [{ edit: 'remove', path: ['services', ownerOf(target, stack), 'network_mode'] }];
  if (from.on !== 'networks' || to.on !== 'networks') return undefined;
  const [key, ...others] = to.keys;
  if (key === undefined || others.length > 0) return undefined;
  const path = ['services', owner, 'networks'];
  const written = draft.sources.written(path);
  if (written === undefined || written === null) return [{ edit: 'set', path, value: [...from.keys, key] }];
  if (Array.isArray(written)) return [{ edit: 'set', path, value: [...(written as unknown[]), key] }];
  return [{ edit: 'set', path: [...path, key], value: null }];
}
