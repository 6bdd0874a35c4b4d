import type { Identity } from '../model/stack.ts';

/** `/var/lib/data` → `var-lib-data`: a path as part of a volume's name. */
export function slug(path: string): string {
  return path.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** The name of a network or volume in this instance: one that the file fixes for all copies gets the instance's suffix. */
export function instanceName(given: string | undefined, key: string, identity: Identity, isOwn: boolean): string {
  if (!given || given === `${identity.composeName}_${key}`) return `${identity.composeName}_${key}`;
  const adopted = identity.composeName === identity.project;
  return adopted || isOwn ? given : `${given}-${identity.instance}`;
}
