import { composeLabel } from '../../../model/labels.ts';
import { isAnonymous, type Running } from '../../../model/observed.ts';
import { anonymousKey, plainTarget } from '../../../model/volumes.ts';
import { keeperOf } from '../../reading/keepers.ts';
import { mountedAt, type MountedAt } from '../../reading/mounted-at.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** What a running service keeps in a volume, its next version finds at the same path. */
export const dataGoesWithItsService: Rule = {
  id: 'data-goes-with-its-service',
  why: 'A volume that is called something else in the file is another volume: the new version would begin without the data of the old one.',
  cause: 'data-left-behind',
  look: (input) =>
    input.running
      ? Object.keys(input.stack.compose.services).flatMap((service) => keptBy(service, input.running).flatMap((kept) => judge(kept, input)))
      : [],
};

/** A volume that a service's containers have now. */
interface Kept {
  service: string;
  volume: string;
  target: string;
}

function keptBy(service: string, running: Running | undefined): Kept[] {
  const containers = (running?.containers ?? []).filter((container) => container.service === service && !container.oneOff);
  const all = containers.flatMap(({ volumes }) =>
    volumes.map(({ name, target }) => ({ service, volume: name, target: plainTarget(target) })),
  );
  return [...new Map(all.map((kept) => [`${kept.volume} ${kept.target}`, kept])).values()];
}

function judge(kept: Kept, input: CheckInput): Found[] {
  const { service, volume, target } = kept;
  const next = mountedAt(service, target, input);
  if (next.is === 'unknown' || stays(kept, next, input)) return [];
  // Nobody gave it a name: it may be scratch space, unless a database has it.
  const unnamed = isAnonymous(volume) || keyOf(volume, input) === anonymousKey(service, target);
  if (next.is === 'nothing' && unnamed && isAnonymous(volume) && !keeperOf(service, input)) return [];
  const goesOn = next.is === 'volume' && isThere(next.name, input);
  const mild = goesOn || (unnamed && !keeperOf(service, input));
  const index = 'index' in next ? next.index : undefined;
  return [
    {
      severity: mild ? 'warning' : 'error',
      service,
      message: `${service} keeps ${target} in the volume ${shown(volume, input)}; its next version would have ${described(next, goesOn)} there`,
      ...located(input.draft, ['services', service, ...(index === undefined ? [] : ['volumes', index])]),
      fix: fixFor(kept, next, input),
    },
  ];
}

/** The same volume at that path or at another one; one without a name is taken over by the plan. */
function stays({ service, volume }: Kept, next: MountedAt, input: CheckInput): boolean {
  if (next.is === 'volume' && next.name === volume) return true;
  if (next.is === 'volume' && isAnonymous(volume) && !(next.key in (input.stack.compose.volumes ?? {}))) return true;
  if (next.is === 'each' && isAnonymous(volume)) return true;
  const mounts = input.stack.compose.services[service]?.volumes ?? [];
  return mounts.some(({ type, target }) => {
    const elsewhere = type === 'volume' ? mountedAt(service, target, input) : undefined;
    return elsewhere?.is === 'volume' && elsewhere.name === volume;
  });
}

function isThere(name: string, { running, facts }: CheckInput): boolean {
  return running?.volumes.some((volume) => volume.name === name) === true || facts.present.volumes.includes(name);
}

function described(next: MountedAt, goesOn: boolean): string {
  switch (next.is) {
    case 'volume':
      return `${next.key} (${next.name})${goesOn ? ', another one that is there already,' : ', which would be new and empty,'}`;
    case 'each':
      return 'a volume without a name, empty for each container,';
    case 'bind':
      return 'a folder of this machine';
    case 'tmpfs':
      return 'empty memory';
    default:
      return 'no volume at all';
  }
}

function fixFor({ service, target, volume }: Kept, next: MountedAt, input: CheckInput): string {
  const off = 'where that is meant, switch this rule off with a reason (x-portside.check)';
  const unnamed = isAnonymous(volume) || keyOf(volume, input) === anonymousKey(service, target);
  if (unnamed && next.is === 'volume') return `name the one that is there: ${next.key}: { name: ${volume}, external: true }; ${off}`;
  const key = keyOf(volume, input);
  return `${key === undefined ? 'mount it there again' : `go on calling it ${key}`}; ${off}`;
}

/** What the file called it. */
function keyOf(volume: string, { running, stack }: CheckInput): string | undefined {
  const label = running?.volumes.find(({ name }) => name === volume)?.labels[composeLabel.volume];
  const prefix = `${stack.identity.composeName}_`;
  return label ?? (volume.startsWith(prefix) ? volume.slice(prefix.length) : undefined);
}

function shown(volume: string, input: CheckInput): string {
  if (isAnonymous(volume)) return `${volume.slice(0, 12)}…, which has no name of its own`;
  const key = keyOf(volume, input);
  return key === undefined ? volume : `${key} (${volume})`;
}
