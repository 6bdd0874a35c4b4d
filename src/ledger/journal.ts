import type { Commitment } from '../deploy/model/commitment.ts';
import type { Undo } from '../deploy/model/step.ts';
import type { Clock } from '../system/clock.ts';
import type { Database, Sql } from '../system/database.ts';
import { allInFlight } from './in-flight.ts';
import type { Child, Execution, InFlight } from './in-flight.ts';
import { isGone } from './owner.ts';
import type { Owner, Processes } from './owner.ts';

/** What is in flight: each step written down before and after, so that whatever kills Portside can be cleared up. */
export interface Journal {
  begin(execution: Execution): Promise<void>;
  /** Before the step is done; without an undo where there is nothing to take back. */
  stepBegun(uuid: string, seq: number, description: string, undo: Undo | undefined): Promise<void>;
  stepDone(uuid: string, seq: number): Promise<void>;
  /** Strikes a step off: what was taken back once is never taken back again, over newer data. */
  stepUndone(uuid: string, seq: number): Promise<void>;
  /** The child that works for the execution now; it would outlive a killed Portside. */
  child(uuid: string, child: Child | undefined): Promise<void>;
  /** On the disk before it resolves. From now on it is to be finished, by whoever comes next, and never undone; who commits it works on it. */
  commit(uuid: string, commitment: Commitment): Promise<void>;
  /** A canary: its undos are kept, and it is nobody's leftover until it is resumed or committed. */
  park(uuid: string): Promise<void>;
  parked(composeName: string): Promise<InFlight | undefined>;
  /** This process works on a parked execution now: killed, it leaves it unfinished, and so to be undone. */
  resume(uuid: string): Promise<void>;
  /** The execution is over, done or undone: nothing is left to clear up. */
  end(uuid: string): Promise<void>;
  /** Nothing of the instance is left, so nothing can be taken back either. */
  endAll(composeName: string): Promise<void>;
  /** Executions whose process is gone or has let go of the instance, oldest first; not those that are parked. */
  unfinished(): Promise<InFlight[]>;
  /** Executions that are not over, whose UUID begins so. */
  beginningWith(prefix: string): Promise<Standing[]>;
}

/** An execution that is not over: a process works on it, or nobody does any more, or it waits as a canary. */
export interface Standing extends InFlight {
  state: 'at-work' | 'left' | 'parked';
}

export type { Child, Execution, InFlight, JournalledStep } from './in-flight.ts';

export function journal(database: Database, self: Owner, processes: Processes, clock: Clock): Journal {
  return {
    begin: ({ uuid, action, composeName }) =>
      database.immediate((sql) => {
        const began = beganUnderLock(sql, composeName);
        const values = [uuid, action, composeName, self.host, self.pid, self.startTime, began];
        sql.run('INSERT INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, 0)', ...values);
      }),
    stepBegun: (uuid, seq, description, undo) =>
      write(`INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, 'begun')`, [uuid, seq, description, undo ? JSON.stringify(undo) : null]),
    stepDone: (uuid, seq) => write(`UPDATE steps SET state = 'done' WHERE uuid = ? AND seq = ?`, [uuid, seq]),
    stepUndone: (uuid, seq) => write('DELETE FROM steps WHERE uuid = ? AND seq = ?', [uuid, seq]),
    child: (uuid, child) =>
      write('UPDATE executions SET child_pid = ?, child_start_time = ? WHERE uuid = ?', [
        child?.pid ?? null,
        child?.startTime ?? null,
        uuid,
      ]),
    commit: (uuid, commitment) =>
      database.durably((sql) => {
        sql.run('UPDATE executions SET committed = ? WHERE uuid = ?', JSON.stringify(commitment), uuid);
        takeOver(sql, uuid);
      }),
    park: (uuid) => write('UPDATE executions SET parked = 1 WHERE uuid = ?', [uuid]),
    parked: (composeName) => database.read((sql) => allInFlight(sql, 'parked').find((one) => one.composeName === composeName)),
    resume: (uuid) => database.immediate((sql) => takeOver(sql, uuid)),
    end: (uuid) =>
      database.immediate((sql) => {
        sql.run('DELETE FROM steps WHERE uuid = ?', uuid);
        sql.run('DELETE FROM executions WHERE uuid = ?', uuid);
      }),
    endAll: (composeName) =>
      database.immediate((sql) => {
        sql.run('DELETE FROM steps WHERE uuid IN (SELECT uuid FROM executions WHERE compose_name = ?)', composeName);
        sql.run('DELETE FROM executions WHERE compose_name = ?', composeName);
      }),
    async unfinished() {
      const inFlight = await database.read((sql) => allInFlight(sql, 'not parked'));
      const left = await Promise.all(inFlight.map(isLeft));
      return inFlight.filter((_, place) => left[place]);
    },
    async beginningWith(prefix) {
      const [parked, others] = await database.read((sql) =>
        (['parked', 'not parked'] as const).map((which) => allInFlight(sql, which).filter(({ uuid }) => uuid.startsWith(prefix))),
      );
      const standing = (others ?? []).map(async (one) => ({
        ...one,
        state: (await isLeft(one)) ? ('left' as const) : ('at-work' as const),
      }));
      return [...(parked ?? []).map((one) => ({ ...one, state: 'parked' as const })), ...(await Promise.all(standing))];
    },
  };

  async function isLeft({ owner, locked }: InFlight): Promise<boolean> {
    return !locked || isGone(owner, self, processes, clock);
  }

  /** Whoever works on it holds the lock; of any other owner it would look as if he had let go. */
  function takeOver(sql: Sql, uuid: string): void {
    const [composeName = ''] = sql.column<string>('SELECT compose_name FROM executions WHERE uuid = ?', uuid);
    const taken = 'UPDATE executions SET parked = 0, host = ?, pid = ?, start_time = ?, began_at = ? WHERE uuid = ?';
    sql.run(taken, self.host, self.pid, self.startTime, beganUnderLock(sql, composeName), uuid);
  }

  /** Now, and not before its lock was taken, whatever the clock says. */
  function beganUnderLock(sql: Sql, composeName: string): number {
    const [since = 0] = sql.column<number>('SELECT since FROM locks WHERE compose_name = ?', composeName);
    return Math.max(clock.now(), since);
  }

  async function write(statement: string, values: (string | number | null)[]): Promise<void> {
    await database.immediate((sql) => sql.run(statement, ...values));
  }
}
