import type { Database as SqliteDatabase, Statement } from 'better-sqlite3';

export type Value = string | number | null;

/** SQL within a transaction. Rows come back as the caller says they are: the schema is ours. */
export interface Sql {
  all<Row>(statement: string, ...values: Value[]): Row[];
  get<Row>(statement: string, ...values: Value[]): Row | undefined;
  /** The first column only. */
  column<T extends Value>(statement: string, ...values: Value[]): T[];
  /** How many rows it changed. */
  run(statement: string, ...values: Value[]): number;
}

/** Each statement is prepared once for the life of the connection. */
export function sqlOn(sqlite: SqliteDatabase): Sql {
  const prepared = new Map<string, Statement>();
  const columns = new Map<string, Statement>();
  return {
    all: <Row>(statement: string, ...values: Value[]) => prepare(prepared, statement).all(...values) as Row[],
    get: <Row>(statement: string, ...values: Value[]) => prepare(prepared, statement).get(...values) as Row | undefined,
    column: <T>(statement: string, ...values: Value[]) => prepare(columns, statement).all(...values) as T[],
    run: (statement, ...values) => prepare(prepared, statement).run(...values).changes,
  };

  function prepare(cache: Map<string, Statement>, text: string): Statement {
    const known = cache.get(text);
    if (known) return known;
    const statement = sqlite.prepare(text);
    if (cache === columns) statement.pluck();
    cache.set(text, statement);
    return statement;
  }
}
