import { UserError, exitCode } from '../contract/user-error.ts';
import type { Clock } from '../system/clock.ts';
import type { Database } from '../system/database.ts';
import type { Ids } from '../system/ids.ts';
import { firstInLine, leaveLine, standInLine } from './lock-queue.ts';
import { type Holder, type LockHolder, allLocks, beatLock, deleteLock, findLock, insertLock } from './lock-rows.ts';
import { heartbeatMs, isGone } from './owner.ts';
import type { Owner, Processes } from './owner.ts';

/** One per instance: who works on it now. */
export interface Locks {
  /**
   * Takes a dead owner's lock over, and waits for a living one, this process included, as long as it is told to; who waits longest is
   * next. Throws UserError: exit 5, which says who has it, where that is not long enough, and exit 130 where it is told to stop waiting.
   */
  acquire(composeName: string, action: string, patience?: Patience): Promise<Lock>;
  /** Compose names of the instances that somebody alive works on. */
  held(): Promise<string[]>;
  /** Locks whose owner is gone; whoever wants one takes it over. */
  abandoned(): Promise<{ composeName: string; action: string; pid: number }[]>;
}

/** None unless it is given. */
export interface Patience {
  /** Milliseconds. */
  waitMs?: number;
  signal?: AbortSignal;
  /** Told whom the wait is for, once for each who has the lock meanwhile. */
  onWait?: (holder: Holder) => void;
}

export type { Holder } from './lock-rows.ts';

/** `await using` gives it back. */
export interface Lock extends AsyncDisposable {
  release(): Promise<void>;
}

/** Of random length, so that those who wait do not all ask at once. */
const shortestNapMs = 20;
const napSpreadMs = 60;

export function locks(database: Database, self: Owner, processes: Processes, clock: Clock, ids: Pick<Ids, 'below' | 'uuid'>): Locks {
  return {
    acquire,
    held: async () => (await split()).held.map(({ composeName }) => composeName),
    abandoned: async () => (await split()).abandoned,
  };

  async function acquire(composeName: string, action: string, { waitMs = 0, signal, onWait }: Patience = {}): Promise<Lock> {
    const ticket = ids.uuid();
    const me = { ...self, composeName, action, since: clock.now() };
    const deadline = clock.monotonic() + waitMs;
    let waitedFor: LockHolder | undefined;
    try {
      for (;;) {
        const found = await turn(ticket, { ...me, heartbeat: clock.now() }, waitMs > 0);
        if (!found) return holding(composeName);
        const left = deadline - clock.monotonic();
        if (left <= 0) throw busy(found, waitMs);
        if (!isSame(found, waitedFor)) onWait?.((waitedFor = found));
        await clock.sleep(Math.min(left, shortestNapMs + ids.below(napSpreadMs)), signal);
        if (signal?.aborted) throw interrupted(found);
      }
    } catch (error) {
      await database.immediate((sql) => leaveLine(sql, ticket));
      throw error;
    }
  }

  /** Undefined: it was this one's turn, and now the lock is his. Else who has it, or comes before him. */
  async function turn(ticket: string, me: LockHolder, waits: boolean): Promise<LockHolder | undefined> {
    const { composeName } = me;
    for (;;) {
      const found = await database.immediate((sql) => {
        const holder = findLock(sql, composeName);
        const first = firstInLine(sql, composeName);
        const ahead = holder ?? (first?.ticket === ticket ? undefined : first);
        if (ahead && waits) standInLine(sql, { ...me, ticket });
        if (!ahead) {
          insertLock(sql, { ...me, since: clock.now() });
          leaveLine(sql, ticket);
        }
        return ahead && { ahead, queued: holder ? undefined : first?.ticket };
      });
      if (!found || !(await isGone(found.ahead, self, processes, clock))) return found?.ahead;
      await database.immediate((sql) =>
        found.queued === undefined ? deleteLock(sql, composeName, found.ahead) : leaveLine(sql, found.queued),
      );
    }
  }

  async function split(): Promise<{ held: LockHolder[]; abandoned: LockHolder[] }> {
    const found = await database.read(allLocks);
    const gone = await Promise.all(found.map((lock) => isGone(lock, self, processes, clock)));
    return { held: found.filter((_, place) => !gone[place]), abandoned: found.filter((_, place) => gone[place]) };
  }

  function holding(composeName: string): Lock {
    const beat = setInterval(() => {
      // A beat that is missed is made up for by the next one.
      database.immediate((sql) => beatLock(sql, composeName, self, clock.now())).catch(() => undefined);
    }, heartbeatMs);
    beat.unref();
    const release = async () => {
      clearInterval(beat);
      await database.immediate((sql) => deleteLock(sql, composeName, self));
    };
    return { release, [Symbol.asyncDispose]: release };
  }
}

function isSame(one: Holder, other: Holder | undefined): boolean {
  return one.pid === other?.pid && one.since === other.since && one.action === other.action;
}

function busy(holder: Holder, waitedMs: number): UserError {
  const waited = waitedMs > 0 ? `, and ${waitedMs / 1000} s were not enough to wait for it` : '';
  return new UserError({
    code: 'instance-locked',
    exit: exitCode.busy,
    message: `${atWork(holder)}${waited}`,
    hint: 'Wait until it is done, or end that process; whatever it leaves half done is cleared up by the next `portside up` or `down`.',
  });
}

function interrupted(holder: Holder): UserError {
  return new UserError({
    code: 'interrupted',
    exit: exitCode.interrupted,
    message: `interrupted before anything was touched: ${atWork(holder)}`,
  });
}

function atWork({ composeName, action, pid, since }: Holder): string {
  return `${composeName} is busy: \`${action}\` has been working on it since ${new Date(since).toISOString()} (pid ${pid})`;
}
