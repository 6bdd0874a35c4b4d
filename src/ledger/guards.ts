import type { Database } from '../system/database.ts';

/** Whether SQLite itself refuses to change records, and to remove them but behind a checkpoint. */
export interface Guards {
  update: boolean;
  delete: boolean;
}

/** As the schema has them: one of the same name that lets everything through is none. */
export function guards(database: Database): Promise<Guards> {
  return database.read((sql) => {
    const texts = sql.column<string>("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'records'");
    const known = texts.map((text) => text.replaceAll(/\s+/g, ' '));
    return { update: known.some((text) => update.test(text)), delete: known.some((text) => remove.test(text)) };
  });
}

const update = /BEFORE UPDATE ON records BEGIN SELECT RAISE\(ABORT, /;
const remove =
  /BEFORE DELETE ON records WHEN OLD\.seq > coalesce\(\(SELECT max\(json_extract\(body, '\$\.checkpoint\.through'\)\) FROM records .*\), 0\) BEGIN SELECT RAISE\(ABORT, /;
