const net = require('node:net');
const dsn = new URL(process.env.DATABASE_URL);
const db = net.connect({ host: dsn.hostname, port: Number(dsn.port), family: 4 });
db.on('error', (error) => {
  console.error('could not open the database:', error.message);
  process.exit(1);
});
db.on('connect', () => require('node:http').createServer((_, res) => res.end('ok')).listen(3000));
