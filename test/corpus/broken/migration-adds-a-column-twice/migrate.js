const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync('/data/app.db');
const migrations = ['CREATE TABLE users (id INTEGER, email TEXT)', 'ALTER TABLE users ADD COLUMN email TEXT'];
for (const [index, sql] of migrations.entries()) {
  console.log(`migration ${index + 1}/${migrations.length}`);
  database.exec(sql);
}
