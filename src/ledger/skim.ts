import type { Action, ExecutionRecord } from '../contract/record.ts';
import type { Sql } from '../system/database.ts';
import { damagedRecord } from './chain/seal.ts';
import { recordedProjects } from './recorded-projects.ts';

/** What figures need of a record. */
export interface Skimmed {
  project: string;
  action: Action;
  success: boolean;
  /** It started or replaced something. */
  counts: boolean;
  /** ISO 8601. */
  timestamp: string;
  contentHash?: string;
  /** Seconds. */
  duration: number;
  /** Seconds a stage. */
  stages: Record<string, number>;
  /** Containers gave way to new ones. */
  replaces: boolean;
  /** Service → how often its containers were restarted. */
  restarts: Record<string, number>;
  /** Of what did not go well. */
  failure?: { interrupted: boolean; cause?: string; stage?: string; service?: string };
}

interface Row {
  seq: number;
  project: string;
  action: Action;
  success: number;
  counts: number;
  timestamp: string;
  body: string;
  content_hash: string | null;
  duration: number | null;
}

const columns = 'seq, project, action, success, counts, timestamp, body, content_hash, duration';
const pageSize = 500;

/** The records of some projects, or of all, oldest first; a page at a time, for a long ledger does not fit into memory. */
export function* skim(sql: Sql, { projects, instance }: { projects?: readonly string[]; instance?: string }): Generator<Skimmed> {
  if (!projects && instance === undefined) return yield* skimAll(sql);
  const of = instance === undefined ? '' : 'AND instance = ?';
  const names = projects ?? recordedProjects(sql);
  const seqs = names.flatMap((name) =>
    sql.column<number>(
      `SELECT seq FROM records INDEXED BY records_of WHERE project = ? ${of}`,
      ...[name, ...(instance === undefined ? [] : [instance])],
    ),
  );
  seqs.sort((a, b) => a - b);
  for (let from = 0; from < seqs.length; from += pageSize) {
    const page = JSON.stringify(seqs.slice(from, from + pageSize));
    for (const row of sql.all<Row>(`SELECT ${columns} FROM records WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`, page))
      yield skimmed(row);
  }
}

function* skimAll(sql: Sql): Generator<Skimmed> {
  for (let last = 0; ;) {
    const page = sql.all<Row>(`SELECT ${columns} FROM records WHERE seq > ? ORDER BY seq LIMIT ?`, last, pageSize);
    if (page.length === 0) return;
    for (const row of page) yield skimmed(row);
    last = page.at(-1)?.seq ?? last;
  }
}

/** Throws UserError (exit 1) where it is no record any more. */
function skimmed(row: Row): Skimmed {
  try {
    return read(row);
  } catch {
    throw damagedRecord(row.seq);
  }
}

function read({ project, action, success, counts, timestamp, body, content_hash: contentHash, duration }: Row): Skimmed {
  const known = { project, action, success: success === 1, counts: counts === 1, timestamp, ...(contentHash ? { contentHash } : {}) };
  const quick = success === 1 && !/"restarts":[1-9]/.test(body) ? stagesIn(body) : undefined;
  if (quick) return { ...known, duration: duration ?? 0, stages: quick, replaces: body.includes('"replaced":[{'), restarts: {} };
  const record = JSON.parse(body) as ExecutionRecord;
  return {
    ...known,
    duration: record.metrics.startup_duration,
    stages: record.metrics.stages,
    replaces: (record.replaced?.length ?? 0) > 0,
    restarts: restartsIn(record),
    ...(known.success ? {} : { failure: failureIn(record) }),
  };
}

/**
 * Reading most of a body costs twice what it takes to find the one part that is asked for. Bodies are canonical: no blanks between tokens, and a quotation mark in a
 * text has a backslash before it, so that no text looks like a key.
 */
function stagesIn(body: string): Record<string, number> | undefined {
  const key = '"stages":';
  const at = body.indexOf(`${key}{`);
  return at === -1 ? undefined : (JSON.parse(body.slice(at + key.length, body.indexOf('}', at) + 1)) as Record<string, number>);
}

function restartsIn({ deployment }: ExecutionRecord): Record<string, number> {
  return Object.fromEntries(
    deployment.services.flatMap(({ service, containers }) => {
      const restarts = containers.reduce((sum, container) => sum + container.restarts, 0);
      return restarts > 0 ? [[service, restarts]] : [];
    }),
  );
}

/** Whose fault it is, rather than who failed. */
function failureIn({ error, failure, diagnosis }: ExecutionRecord): NonNullable<Skimmed['failure']> {
  const service = diagnosis?.service ?? failure?.service;
  return {
    interrupted: error === 'interrupted',
    ...(diagnosis ? { cause: diagnosis.cause } : {}),
    ...(failure ? { stage: failure.stage } : {}),
    ...(service === undefined ? {} : { service }),
  };
}
