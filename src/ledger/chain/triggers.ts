/** What has SQLite itself refuse to change records. What is released is never edited: `verify --ledger` looks whether they are there word for word. */
export const triggers = {
  update: `CREATE TRIGGER records_are_not_updated BEFORE UPDATE ON records
      BEGIN SELECT RAISE(ABORT, 'records are not updated'); END`,
  /** What a checkpoint stands for may go. */
  delete: `CREATE TRIGGER records_are_not_deleted BEFORE DELETE ON records
      WHEN OLD.seq > coalesce((SELECT max(json_extract(body, '$.checkpoint.through')) FROM records WHERE action = 'checkpoint'), 0)
      BEGIN SELECT RAISE(ABORT, 'records are not deleted, but behind a checkpoint'); END`,
  /** INSERT OR REPLACE removes what is in its way, and no trigger of a deletion hears of it. */
  replace: `CREATE TRIGGER records_are_not_replaced BEFORE INSERT ON records
      WHEN EXISTS (SELECT 1 FROM records WHERE seq = NEW.seq OR execution_uuid = NEW.execution_uuid)
      BEGIN SELECT RAISE(ABORT, 'records are not replaced'); END`,
};
