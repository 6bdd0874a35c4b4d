import type { Lease, PortRequest } from '../deploy/model/port.ts';
import type { PortRange } from '../system/net.ts';
import { lastPort, searchRange, upward, within } from './range.ts';

/** Which numbers cannot be had, seen from one instance: its own leases and published ports are not among them. */
export interface Occupancy {
  isTaken(port: number): boolean;
  ephemeral: PortRange;
  /** The settings' range, for requests that bring none. */
  range?: PortRange | undefined;
  /** The instance's own leases, the ones to keep first. */
  previous: readonly Lease[];
}

export type Allocation =
  | { kind: 'found'; leases: Lease[] }
  | { kind: 'demand-taken'; request: PortRequest; port: number; by: 'others' | 'this-instance' }
  | { kind: 'range-full'; request: PortRequest; range: PortRange };

/** Requests that share one number: a service's `53:53/tcp` and `53:53/udp`, else a single one. */
type Wish = [PortRequest, ...PortRequest[]];

/**
 * A host port for every request: demands first, then what the instance had before, then what the file prefers, then upward.
 * Going by rank keeps one request's search from taking what another one asks for by name.
 */
export function allocate(requests: readonly PortRequest[], occupancy: Occupancy): Allocation {
  const given = new Set<number>();
  const starts = new Map<Wish, number>();
  const wishes = pairProtocols(requests);

  for (const wish of wishes) {
    const [request] = wish;
    if (request.demandedBy === undefined || request.preferred === undefined) continue;
    const refused = firstTaken(request.preferred, request.count);
    if (refused !== undefined) {
      return { kind: 'demand-taken', request, port: refused, by: given.has(refused) ? 'this-instance' : 'others' };
    }
    give(wish, request.preferred);
  }
  for (const rank of [previousPorts, preferredPort, searchedPorts]) {
    for (const wish of wishes) {
      if (starts.has(wish)) continue;
      const start = firstFree(rank(wish, occupancy), wish[0].count);
      if (start !== undefined) give(wish, start);
    }
  }

  const without = wishes.find((wish) => !starts.has(wish));
  if (without) return { kind: 'range-full', request: without[0], range: searchRange(without[0], occupancy.range) };
  return { kind: 'found', leases: requests.map((request) => leaseOf(request, startFor(request))) };

  function give(wish: Wish, start: number) {
    starts.set(wish, start);
    for (let port = start; port < start + wish[0].count; port++) given.add(port);
  }

  function firstFree(candidates: Iterable<number>, count: number): number | undefined {
    for (const start of candidates) if (firstTaken(start, count) === undefined) return start;
    return undefined;
  }

  function firstTaken(start: number, count: number): number | undefined {
    for (let port = start; port < start + count; port++) {
      if (port > lastPort || given.has(port) || occupancy.isTaken(port)) return port;
    }
    return undefined;
  }

  function startFor(request: PortRequest): number {
    const wish = wishes.find((candidates) => candidates.includes(request));
    return (wish && starts.get(wish)) ?? 0;
  }
}

/** Kept only where the file would still allow it. */
function previousPorts([request]: Wish, { previous, range }: Occupancy): number[] {
  const allowed = searchRange(request, range);
  return previous
    .filter((lease) => isFor(lease, request))
    .map((lease) => lease.port)
    .filter((port) => port === request.preferred || (within(allowed, port) && within(allowed, port + request.count - 1)));
}

function preferredPort([request]: Wish): number[] {
  return request.preferred === undefined ? [] : [request.preferred];
}

/** An ephemeral number is the last resort: the kernel may lend it to somebody at any moment. */
function* searchedPorts([request]: Wish, { ephemeral, range }: Occupancy): Generator<number> {
  const searched = searchRange(request, range);
  const last = searched.to - request.count + 1;
  const starts = () => upward({ from: searched.from, to: last }, request.preferred);
  const touchesEphemeral = (start: number) => start <= ephemeral.to && start + request.count - 1 >= ephemeral.from;
  for (const start of starts()) if (!touchesEphemeral(start)) yield start;
  for (const start of starts()) if (touchesEphemeral(start)) yield start;
}

function pairProtocols(requests: readonly PortRequest[]): Wish[] {
  const wishes: Wish[] = [];
  for (const request of requests) {
    const partner = wishes.find((wish) => wish.every((other) => isSameButForProtocol(other, request)));
    if (partner) partner.push(request);
    else wishes.push([request]);
  }
  return wishes;
}

function isSameButForProtocol(one: PortRequest, other: PortRequest): boolean {
  return (
    one.service === other.service &&
    one.target === other.target &&
    one.preferred === other.preferred &&
    one.count === other.count &&
    one.protocol !== other.protocol
  );
}

function isFor(lease: Lease, request: PortRequest): boolean {
  return (
    lease.service === request.service &&
    lease.target === request.target &&
    lease.protocol === request.protocol &&
    lease.index === request.index
  );
}

function leaseOf(request: PortRequest, port: number): Lease {
  const { service, target, protocol, count, index, hostIp, variable } = request;
  return {
    service,
    target,
    protocol,
    port,
    count,
    index,
    ...(hostIp !== undefined && { hostIp }),
    ...(variable !== undefined && { variable }),
  };
}
