import type { Commitment } from '../deploy/model/commitment.ts';
import type { Undo, Undoable } from '../deploy/model/step.ts';
import type { Sql } from '../system/database.ts';
import type { Owner } from './owner.ts';

export interface Execution {
  uuid: string;
  action: string;
  composeName: string;
}

export interface Child {
  pid: number;
  startTime: string;
}

export interface InFlight extends Execution {
  /** Its heartbeat is that of its instance's lock. */
  owner: Owner & { heartbeat: number };
  /** Epoch milliseconds. */
  beganAt: number;
  steps: JournalledStep[];
  child?: Child;
  /** Everything was verified: what is left to do. */
  committed?: Commitment;
  /** Whether its process still holds the lock that the instance had when it began; one that was taken since is for something else. */
  locked: boolean;
  /** Of all steps that were begun and not yet taken back, the last one first. */
  undos: Undoable[];
}

export interface JournalledStep {
  seq: number;
  description: string;
  state: 'begun' | 'done';
  undo?: Undo;
}

interface ExecutionRow extends Execution, Owner {
  beganAt: number;
  heartbeat: number;
  childPid: number | null;
  childStartTime: string | null;
  committed: string | null;
  locked: number;
}

export function allInFlight(sql: Sql, which: 'parked' | 'not parked'): InFlight[] {
  return sql
    .all<ExecutionRow>(
      `SELECT uuid, e.action AS action, compose_name AS composeName, e.host AS host, e.pid AS pid, e.start_time AS startTime,
              began_at AS beganAt, coalesce(heartbeat, 0) AS heartbeat, child_pid AS childPid, child_start_time AS childStartTime, committed,
              coalesce(l.host = e.host AND l.pid = e.pid AND l.start_time = e.start_time AND l.since <= e.began_at, 0) AS locked
       FROM executions e LEFT JOIN locks l USING (compose_name)
       WHERE parked = ?
       ORDER BY began_at`,
      Number(which === 'parked'),
    )
    .map((row) => inFlight(row, stepsOf(sql, row.uuid)));
}

function inFlight(row: ExecutionRow, steps: JournalledStep[]): InFlight {
  const { uuid, action, composeName, host, pid, startTime, heartbeat, beganAt, childPid, childStartTime, committed } = row;
  return {
    uuid,
    action,
    composeName,
    beganAt,
    steps,
    owner: { host, pid, startTime, heartbeat },
    ...(childPid !== null && childStartTime !== null && { child: { pid: childPid, startTime: childStartTime } }),
    ...(committed !== null && { committed: JSON.parse(committed) as Commitment }),
    locked: row.locked === 1,
    undos: steps.toReversed().flatMap(({ seq, undo }) => (undo ? [{ seq, undo }] : [])),
  };
}

function stepsOf(sql: Sql, uuid: string): JournalledStep[] {
  return sql
    .all<{ seq: number; description: string; state: JournalledStep['state']; undo: string | null }>(
      'SELECT seq, description, state, undo FROM steps WHERE uuid = ? ORDER BY seq',
      uuid,
    )
    .map(({ undo, ...step }) => ({ ...step, ...(undo !== null && { undo: JSON.parse(undo) as Undo }) }));
}
