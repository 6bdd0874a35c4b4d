const net = require('node:net');
const { DB_HOST, DB_PORT } = process.env;
const db = net.connect(Number(DB_PORT), DB_HOST);
db.on('connect', () => require('node:http').createServer((_, res) => res.end('shop')).listen(8080));
db.on('error', (error) => {
  console.error('SQLSTATE[HY000] [2002]', error.message);
  process.exit(1);
});
