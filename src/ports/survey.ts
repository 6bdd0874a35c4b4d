import type { Facts } from '../deploy/model/observed.ts';
import type { Lease } from '../deploy/model/port.ts';
import type { Clock } from '../system/clock.ts';
import type { Sql } from '../system/database.ts';
import type { Net, PortRange } from '../system/net.ts';
import type { Occupancy } from './allocate.ts';
import { leasesOf, numbersOf, portsOfOthers } from './lease-rows.ts';

/** What the caller knows about ports at the moment of asking. */
export interface Conditions {
  published: Facts['publishedPorts'];
  /** Whether the engine publishes its ports on this machine: another machine's cannot be tried by binding them here. */
  local: boolean;
  /** The settings' range, for requests without one of their own. */
  range?: PortRange | undefined;
  /** Numbers that the engine refused in an earlier attempt. */
  avoid?: Iterable<number> | undefined;
}

/** Everything but the leases that decides about a port, seen from one instance. `bound` grows while the search goes on. */
export interface Survey {
  composeName: string;
  /** host port → the container that publishes it */
  publishedByOthers: Map<number, string>;
  ownPublished: Set<number>;
  bound: Set<number>;
  local: boolean;
  ephemeral: PortRange;
  range: PortRange | undefined;
}

export function surveyFor(composeName: string, { published, local, range, avoid }: Conditions, ephemeral: PortRange): Survey {
  const own = published.filter((entry) => entry.composeName === composeName);
  const others = published.filter((entry) => entry.composeName !== composeName);
  return {
    composeName,
    publishedByOthers: new Map(others.map(({ port, container }) => [port, container])),
    ownPublished: new Set(own.map(({ port }) => port)),
    bound: new Set(avoid),
    local,
    ephemeral,
    range,
  };
}

export function occupancyIn(sql: Sql, { composeName, publishedByOthers, ownPublished, bound, ephemeral, range }: Survey): Occupancy {
  const leased = portsOfOthers(sql, composeName);
  const previous = leasesOf(sql, composeName);
  return {
    isTaken: (port) => leased.has(port) || publishedByOthers.has(port) || bound.has(port),
    ephemeral,
    range,
    // Right after a change of the file an instance holds an old and a new lease: what runs now goes first.
    previous: [...previous.filter(({ port }) => ownPublished.has(port)), ...previous.filter(({ port }) => !ownPublished.has(port))],
  };
}

/** A peek by another process binds a port for a moment; a second look tells it from a program that stays. */
const secondLookMs = 2;

/** The numbers that somebody else has bound. What the instance publishes itself is bound by the engine, for it. */
export async function boundElsewhere(leases: readonly Lease[], survey: Survey, net: Net, clock: Clock): Promise<number[]> {
  if (!survey.local) return [];
  const looks = leases.flatMap((lease) => [...numbersOf([lease])].map((port) => ({ port, protocol: lease.protocol })));
  const answers = await Promise.all(
    looks.map(async ({ port, protocol }) => {
      if (survey.ownPublished.has(port) || (await net.isBindable(port, protocol))) return [];
      await clock.sleep(secondLookMs);
      return (await net.isBindable(port, protocol)) ? [] : [port];
    }),
  );
  return answers.flat();
}
