import type { ComposeNetwork } from './compose-file.ts';
import { hashOf } from './hash.ts';
import type { Identity, Stack } from './stack.ts';

/** The name of a network or volume in this instance: one that the file fixes for all copies gets the instance's suffix. */
export function instanceName(given: string | undefined, key: string, identity: Identity, isOwn: boolean): string {
  if (!given || given === `${identity.composeName}_${key}`) return `${identity.composeName}_${key}`;
  const adopted = identity.composeName === identity.project;
  return adopted || isOwn ? given : `${given}-${identity.instance}`;
}

/** What a network of the stack is called on the engine. It carries a hash of the definition, so a changed network is a new one. */
export function networkName(key: string, { name: given, ...definition }: ComposeNetwork, { identity, ownNames }: Stack): string {
  return `${instanceName(given, key, identity, ownNames.networks.includes(key))}_${hashOf(definition).slice(0, 6)}`;
}

/** Keys of the networks that services are on; Compose makes no others. */
export function usedNetworks({ compose }: Pick<Stack, 'compose'>): string[] {
  const used = Object.values(compose.services).flatMap((service) => Object.keys(service.networks ?? {}));
  return [...new Set(used)];
}
