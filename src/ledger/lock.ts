import { UserError, exitCode } from '../contract/user-error.ts';
import type { Clock } from '../system/clock.ts';
import type { Database, Sql } from '../system/database.ts';
import { heartbeatMs, isGone } from './owner.ts';
import type { Owner, Processes } from './owner.ts';

/** One per instance: who works on it now. */
export interface Locks {
  /** Takes a dead owner's lock over. Throws UserError (exit 5) where a living one has it, this process included. */
  acquire(composeName: string, action: string): Promise<Lock>;
  /** Compose names of the instances that somebody alive works on. */
  held(): Promise<string[]>;
  /** Locks whose owner is gone; whoever wants one takes it over. */
  abandoned(): Promise<{ composeName: string; action: string; pid: number }[]>;
}

/** `await using` gives it back. */
export interface Lock extends AsyncDisposable {
  release(): Promise<void>;
}

interface LockHolder extends Owner {
  composeName: string;
  action: string;
  /** Epoch milliseconds. */
  since: number;
  heartbeat: number;
}

export function locks(database: Database, self: Owner, processes: Processes, clock: Clock): Locks {
  return {
    acquire,
    held: async () => (await split()).held.map(({ composeName }) => composeName),
    abandoned: async () => (await split()).abandoned,
  };

  async function acquire(composeName: string, action: string): Promise<Lock> {
    for (;;) {
      const found = await database.immediate((sql) => findLock(sql, composeName) ?? insertLock(sql, composeName, action));
      if (!found) return holding(composeName);
      if (!(await isGone(found, self, processes, clock))) throw busy(found);
      await database.immediate((sql) => deleteLock(sql, composeName, found));
    }
  }

  async function split(): Promise<{ held: LockHolder[]; abandoned: LockHolder[] }> {
    const found = await database.read((sql) => sql.all<LockHolder>(`${selectLocks} ORDER BY compose_name`));
    const gone = await Promise.all(found.map((lock) => isGone(lock, self, processes, clock)));
    return { held: found.filter((_, place) => !gone[place]), abandoned: found.filter((_, place) => gone[place]) };
  }

  /** undefined: nobody had it, and now this process does. */
  function insertLock(sql: Sql, composeName: string, action: string): undefined {
    const now = clock.now();
    sql.run('INSERT INTO locks VALUES (?, ?, ?, ?, ?, ?, ?)', composeName, action, self.host, self.pid, self.startTime, now, now);
  }

  function holding(composeName: string): Lock {
    const beat = setInterval(() => {
      // A beat that is missed is made up for by the next one.
      database
        .immediate((sql) => sql.run('UPDATE locks SET heartbeat = ? WHERE compose_name = ?', clock.now(), composeName))
        .catch(() => undefined);
    }, heartbeatMs);
    beat.unref();
    const release = async () => {
      clearInterval(beat);
      await database.immediate((sql) => deleteLock(sql, composeName, self));
    };
    return { release, [Symbol.asyncDispose]: release };
  }
}

const selectLocks = 'SELECT compose_name AS composeName, action, host, pid, start_time AS startTime, since, heartbeat FROM locks';

function findLock(sql: Sql, composeName: string): LockHolder | undefined {
  return sql.get<LockHolder>(`${selectLocks} WHERE compose_name = ?`, composeName);
}

/** Only if it is still that owner's: somebody else may have taken a dead one's over meanwhile. */
function deleteLock(sql: Sql, composeName: string, { host, pid, startTime }: Owner): void {
  const theirs = 'compose_name = ? AND host = ? AND pid = ? AND start_time = ?';
  sql.run(`DELETE FROM locks WHERE ${theirs}`, composeName, host, pid, startTime);
}

function busy({ composeName, action, pid, since }: LockHolder): UserError {
  return new UserError({
    code: 'instance-locked',
    exit: exitCode.busy,
    message: `${composeName} is busy: \`${action}\` has been working on it since ${new Date(since).toISOString()} (pid ${pid})`,
    hint: 'Wait until it is done, or end that process; whatever it leaves half done is cleared up by the next `portside up` or `down`.',
  });
}
