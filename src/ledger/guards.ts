import type { Database } from '../system/database.ts';
import { triggers } from './chain/triggers.ts';

/** Whether SQLite itself refuses to change records, to remove them but behind a checkpoint, and to put others in their place. */
export interface Guards {
  update: boolean;
  delete: boolean;
  replace: boolean;
}

/** Word for word as the schema has them: one of the same name that lets something through is none. */
export function guards(database: Database): Promise<Guards> {
  return database.read((sql) => {
    const there = new Set(sql.column<string>("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'records'").map(words));
    const [update, remove, replace] = [triggers.update, triggers.delete, triggers.replace].map((text) => there.has(words(text)));
    return { update: update === true, delete: remove === true, replace: replace === true };
  });
}

function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
