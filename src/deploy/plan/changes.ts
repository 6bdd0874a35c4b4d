import type { ComposeFile } from '../model/compose-file.ts';
import { label } from '../model/labels.ts';
import type { Observed, ObservedContainer } from '../model/observed.ts';
import { replicasOf } from '../model/replicas.ts';

/** What becomes of one service's containers. */
export interface Change {
  service: string;
  /** They are what the files say, and stay. */
  stay: ObservedContainer[];
  /** They give way to new ones, or to none. */
  old: ObservedContainer[];
  /** How many new ones are made. */
  fresh: number;
  cause: string;
}

/** Every service of the file, in the order given, and what its containers are beside what they should be. */
export function changesOf(file: ComposeFile, order: string[], hashes: Record<string, string>, observed: Observed): Change[] {
  const isNew = observed.containers.every((container) => container.oneOff);
  return order.map((service) => {
    const wanted = replicasOf(file.services[service] ?? {});
    const existing = containersOf(service, observed);
    const outdated = existing.filter(({ labels }) => labels[label.hash] !== hashes[service]);
    if (outdated.length > 0 && wanted > 0) return { service, stay: [], old: existing, fresh: wanted, cause: whyAnew(outdated) };
    const stay = existing.slice(0, wanted);
    const fresh = wanted - stay.length;
    return { service, stay, old: existing.slice(wanted), fresh, cause: whyMoreOrLess(existing.length, wanted, isNew) };
  });
}

/** Those of services that the file does not name; who is left alone stays. */
export function removalsOf(file: ComposeFile, leftAlone: string[], observed: Observed): Change[] {
  const named = new Set([...Object.keys(file.services), ...leftAlone]);
  const gone = observed.containers.filter(({ service, oneOff }) => !oneOff && !named.has(service));
  const services = [...new Set(gone.map(({ service }) => service))];
  return services.map((service) => ({
    service,
    stay: [],
    old: containersOf(service, observed),
    fresh: 0,
    cause: 'the file no longer names it',
  }));
}

/** The oldest first: when there are to be fewer, the newest go. */
function containersOf(service: string, { containers }: Observed): ObservedContainer[] {
  return containers.filter((one) => one.service === service && !one.oneOff).toSorted((a, b) => a.number - b.number);
}

function whyAnew(outdated: ObservedContainer[]): string {
  const foreign = outdated.some(({ labels }) => labels[label.hash] === undefined);
  return foreign ? 'Portside did not make its container' : 'its definition or image changed';
}

function whyMoreOrLess(existing: number, wanted: number, isNew: boolean): string {
  if (existing === 0) return isNew ? 'this instance does not run yet' : 'the file names it, and it does not run';
  return `${existing} of ${wanted} containers are there`;
}
