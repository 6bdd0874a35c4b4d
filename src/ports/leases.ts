import type { Lease, PortRequest } from '../deploy/model/port.ts';
import type { Clock } from '../system/clock.ts';
import type { Database, Sql } from '../system/database.ts';
import type { Net, PortRange } from '../system/net.ts';
import { allocate } from './allocate.ts';
import type { Allocation, Occupancy } from './allocate.ts';
import { insertLeases, keepOnly, leasesOf, ownersBefore } from './lease-rows.ts';
import { refusal } from './refusal.ts';
import { boundElsewhere, occupancyIn, surveyFor } from './survey.ts';
import type { Conditions, Survey } from './survey.ts';

export type { Conditions } from './survey.ts';

/** The host ports of all instances of this user. An instance is named by its Compose name. */
export interface Leases {
  /**
   * A lease for each request, in their order. What the instance held before stays its own until `releaseExcept`, so a failed
   * execution can go back to it. Throws UserError (exit 3) where a demand or a range cannot be met, and then nothing has changed.
   */
  take(composeName: string, requests: readonly PortRequest[], conditions: Conditions): Promise<Lease[]>;
  /** What `take` would answer now; nothing is written. */
  peek(composeName: string, requests: readonly PortRequest[], conditions: Conditions): Promise<Lease[]>;
  of(composeName: string): Promise<Lease[]>;
  release(composeName: string): Promise<void>;
  releaseExcept(composeName: string, kept: readonly Lease[]): Promise<void>;
  /**
   * Drops the leases of every instance that is not in `live` and took its own before `observedAt`; answers whose they were. To miss
   * no instance that is just starting, note the time first, then read the locks, then list the containers.
   */
  sweep(live: ReadonlySet<string>, observedAt: number): Promise<string[]>;
}

export function leases(database: Database, net: Net, clock: Clock): Leases {
  let ephemeral: Promise<PortRange> | undefined;
  return {
    async take(composeName, requests, conditions) {
      let before: Lease[] | undefined;
      try {
        return await search(await survey(composeName, conditions), (occupancy) =>
          database.immediate((sql) => {
            if (before) keepOnly(sql, composeName, before, clock.now());
            before ??= leasesOf(sql, composeName);
            const allocation = allocate(requests, occupancy(sql));
            if (allocation.kind === 'found') insertLeases(sql, composeName, allocation.leases, clock.now());
            return allocation;
          }),
        );
      } catch (error) {
        const kept = before;
        if (kept) await database.immediate((sql) => keepOnly(sql, composeName, kept, clock.now()));
        throw error;
      }
    },
    peek: async (composeName, requests, conditions) =>
      search(await survey(composeName, conditions), (occupancy) => database.read((sql) => allocate(requests, occupancy(sql)))),
    of: (composeName) => database.read((sql) => leasesOf(sql, composeName)),
    release: (composeName) => database.immediate((sql) => keepOnly(sql, composeName, [], clock.now())),
    releaseExcept: (composeName, kept) => database.immediate((sql) => keepOnly(sql, composeName, kept, clock.now())),
    sweep: (live, observedAt) =>
      database.immediate((sql) => {
        const gone = ownersBefore(sql, observedAt).filter((composeName) => !live.has(composeName));
        for (const composeName of gone) keepOnly(sql, composeName, [], clock.now());
        return gone;
      }),
  };

  async function survey(composeName: string, conditions: Conditions): Promise<Survey> {
    ephemeral ??= net.ephemeralRange();
    return surveyFor(composeName, conditions, await ephemeral);
  }

  /**
   * Leases first and looks afterwards whether the ports can be bound: the lock is held for microseconds, and no two
   * instances ever look at one port at the same time and take each other for the program that holds it.
   */
  async function search(around: Survey, decide: Decide): Promise<Lease[]> {
    for (;;) {
      const allocation = await decide((sql) => occupancyIn(sql, around));
      if (allocation.kind !== 'found') throw await refusal(allocation, around, database, net);
      const bound = await boundElsewhere(allocation.leases, around, net, clock);
      if (bound.length === 0) return allocation.leases;
      for (const port of bound) around.bound.add(port);
    }
  }
}

type Decide = (occupancy: (sql: Sql) => Occupancy) => Promise<Allocation>;
