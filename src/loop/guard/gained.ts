import { relative, resolve } from 'node:path';
import type { WrittenFile } from '../../deploy/model/draft.ts';
import type { Stack } from '../../deploy/model/stack.ts';
import { loosened } from './loosened.ts';
import { type Links, placeOf } from './place.ts';
import type { Gain, Power, Reach } from './power.ts';
import { buildPowers } from './powers/builds.ts';
import { containerPowers } from './powers/containers.ts';
import { filePowers, sharedPowers } from './powers/declared.ts';
import { mountPowers } from './powers/mounts.ts';
import { namespacePowers } from './powers/namespaces.ts';
import { unknownPowers } from './powers/unknown.ts';
import { givenPowers } from './powers/variables.ts';
import { writtenPowers } from './powers/written.ts';

/** What the resolved model does not say. */
export interface Beside {
  /** Symbolic links of the tree that is judged, so that a path through one is not taken for one of the tree. */
  links?: Links;
  baseLinks?: Links;
  /** The Compose files as written: what they include, extend and take env files from is gone from the model. */
  written?: { base?: readonly WrittenFile[]; now: readonly WrittenFile[] };
}

/**
 * What a stack may do, or see, of the machine that it could not at the base commit. Without a base nothing was had before.
 * `roots` are the folders of both trees: a path inside is the tree's own.
 */
export function gained(base: Stack | undefined, now: Stack, roots: { base: string; now: string }, beside: Beside = {}): Gain[] {
  const { links, baseLinks, written } = beside;
  const powers = powersOf(now, (path) => placeOf(path, roots.now, links), written?.now);
  const had = base ? powersOf(base, (path) => placeOf(path, roots.base, baseLinks), written?.base) : [];
  // `../data` lies elsewhere from another root, and is the same words all the same.
  const moved = base ? powersOf(base, (path) => movedPlace(path, roots, baseLinks), written?.base) : [];
  const keys = new Set([...had, ...moved].flatMap((power) => power.keys.map((key) => keyOf(power, key))));
  const gains = powers.filter((power) => power.keys.some((key) => !keys.has(keyOf(power, key))));
  return [...onceEach(gains), ...(base ? loosened(base, now) : [])];
}

function powersOf(stack: Stack, place: Reach['place'], written: readonly WrittenFile[] = []): Power[] {
  const reach = { compose: stack.compose, place };
  const services = Object.entries(stack.compose.services).flatMap(([service, definition]) =>
    [
      ...containerPowers(definition),
      ...namespacePowers(definition),
      ...mountPowers(definition, reach),
      ...buildPowers(definition, reach),
      ...unknownPowers(definition, reach),
    ].map((power) => ({ ...power, service, detail: `${service} ${power.detail}` })),
  );
  return [...services, ...filePowers(reach), ...sharedPowers(reach), ...givenPowers(stack), ...writtenPowers(written, stack, place)];
}

function movedPlace(path: string, roots: { base: string; now: string }, links: Links | undefined): ReturnType<Reach['place']> {
  const place = placeOf(path, roots.base, links);
  return place.inside ? place : { inside: false, path: resolve(roots.now, relative(roots.base, place.path)) };
}

function keyOf({ service = '', what }: Power, key: string): string {
  return JSON.stringify([service, what, key]);
}

function onceEach(powers: Power[]): Gain[] {
  const gains = powers.map(({ service, what, detail }): Gain => ({ ...(service ? { service } : {}), what, detail }));
  return [...new Map(gains.map((gain) => [gain.detail, gain])).values()];
}
