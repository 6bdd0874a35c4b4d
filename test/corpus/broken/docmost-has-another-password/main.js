const { username, password, hostname, port } = new URL(process.env.DATABASE_URL);
const db = require('node:net').connect(port, hostname, () => db.write(`${username} ${password}\n`));
db.on('data', (answer) => {
  if (String(answer) === 'OK') return require('node:http').createServer((_, r) => r.end('wiki')).listen(3000);
  console.error(`ERROR [DatabaseModule] PostgresError: password authentication failed for user "${username}"\n  severity_local: 'FATAL',\n  code: '28P01'`);
  process.exit(1);
});
