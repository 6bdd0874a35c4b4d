import type { ComposeService } from '../../../model/compose-file.ts';
import { keeperOf } from '../../reading/keepers.ts';
import { mountedAt } from '../../reading/mounted-at.ts';
import { rollingOf } from '../../reading/rolling.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** Old and new of a rolling service run side by side for a while: nothing that there is only once may be in their way. */
export const rollingServicesCanRunTwice: Rule = {
  id: 'rolling-services-can-run-twice',
  why: 'With `rolling` the new containers start while the old ones run: two databases on one data folder destroy it, and an address or a port can be had only once.',
  look: (input) =>
    rollingOf(input).flatMap(([service, definition]) => [
      ...onTheNetwork(service, definition, input),
      ...ports(service, definition, input),
      ...data(service, definition, input),
    ]),
};

function recreate(service: string): string {
  return `write x-portside.update: { ${service}: recreate }`;
}

function onTheNetwork(service: string, definition: ComposeService, { draft }: CheckInput): Found[] {
  const { network_mode: mode } = definition;
  if (mode !== undefined && mode !== 'bridge' && mode !== 'default')
    return [
      {
        severity: 'error',
        service,
        message: `${service} is rolling, and on network_mode ${mode}: the edge cannot tell its old container from its new one there`,
        ...located(draft, ['services', service, 'network_mode']),
        fix: `give ${service} networks of the project, or ${recreate(service)}`,
      },
    ];
  return addresses(definition).map(({ path, what }) => ({
    severity: 'error',
    service,
    message: `${service} is rolling, and has a fixed ${what}, which only one container can have`,
    ...located(draft, ['services', service, ...path]),
    fix: `remove it, and call ${service} by its name; or ${recreate(service)}`,
  }));
}

const onlyOnce = ['ipv4_address', 'ipv6_address', 'mac_address'];

function addresses(definition: ComposeService): { path: string[]; what: string }[] {
  const own = typeof definition['mac_address'] === 'string' ? [{ path: ['mac_address'], what: 'mac_address' }] : [];
  const networks = Object.entries(definition.networks ?? {}).flatMap(([network, given]) =>
    onlyOnce.filter((key) => given?.[key]).map((key) => ({ path: ['networks', network, key], what: key })),
  );
  return [...networks, ...(networks.some(({ what }) => what === 'mac_address') ? [] : own)];
}

function ports(service: string, { ports: published }: ComposeService, { draft }: CheckInput): Found[] {
  return (published ?? []).flatMap(({ protocol, target }, index) =>
    protocol === 'udp'
      ? [
          {
            severity: 'error' as const,
            service,
            message: `${service} is rolling, and publishes ${target}/udp, which the edge does not pass on`,
            ...located(draft, ['services', service, 'ports', index]),
            fix: `move the UDP port to a service of its own, or ${recreate(service)}`,
          },
        ]
      : [],
  );
}

function data(service: string, definition: ComposeService, input: CheckInput): Found[] {
  const { draft, stack } = input;
  const place = located(draft, ['x-portside', 'update', service]);
  if (stack.settings.stateful?.includes(service))
    return [
      {
        ...{ severity: 'error', service, ...place },
        message: `x-portside calls ${service} stateful, and asks for rolling: old and new would write at once`,
        fix: recreate(service),
      },
    ];
  const keeper = keeperOf(service, input);
  if (keeper !== undefined)
    return [
      {
        ...{ severity: 'error', service, ...place },
        message: `${service} is a database (${keeper}): old and new at once on one data folder destroy it, and each on its own has half of the data`,
        fix: recreate(service),
      },
    ];
  return writable(service, definition, input).map(({ key, index }) => ({
    severity: 'warning',
    service,
    message: `${service} is rolling, and keeps data in the volume ${key}, into which old and new write at once for a while`,
    ...located(draft, ['services', service, ...(index === undefined ? [] : ['volumes', index])]),
    fix: `${recreate(service)}, unless it can share its files`,
  }));
}

/** Volumes that it has for itself: where others mount one too, it is made to be shared. */
function writable(service: string, definition: ComposeService, input: CheckInput): { key: string; index?: number }[] {
  const given = (definition.volumes ?? []).filter((mount) => mount.type === 'volume' && !mount.read_only).map(({ target }) => target);
  const declared = input.surroundings.insides[service]?.image.volumes ?? [];
  const seen = [...new Set([...given, ...declared])].flatMap((target) => {
    const there = mountedAt(service, target, input);
    return there.is === 'volume' && !isShared(there.key, service, input) && !isReadOnly(definition, there.index) ? [there] : [];
  });
  return [...new Map(seen.map((one) => [one.key, one])).values()];
}

function isReadOnly(definition: ComposeService, index: number | undefined): boolean {
  return index !== undefined && definition.volumes?.[index]?.read_only === true;
}

function isShared(key: string, service: string, { stack }: CheckInput): boolean {
  return Object.entries(stack.compose.services).some(
    ([other, { volumes }]) => other !== service && (volumes ?? []).some(({ type, source }) => type === 'volume' && source === key),
  );
}
