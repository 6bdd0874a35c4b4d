import { imageName, knownImage } from '../../model/known-images.ts';
import type { CheckInput } from '../rule.ts';
import { familyOf } from '../reach/server.ts';

const keepsNothing = new Set(['memcached', 'nats', 'mail']);

/** What a service is called by where it is a server that wants its data folder for itself, such as `postgres`. */
export function keeperOf(service: string, { stack }: Pick<CheckInput, 'stack'>): string | undefined {
  const definition = stack.compose.services[service] ?? {};
  const family = familyOf(service, definition);
  if (family) return keepsNothing.has(family.name) ? undefined : family.name;
  const { image } = definition;
  return knownImage(image)?.database && image !== undefined && definition.command == null ? imageName(image) : undefined;
}
