const db = require('node:net').connect(5432, 'postgres');
db.on('connect', () => require('node:http').createServer((_, r) => r.end('boards')).listen(3333));
db.on('error', ({ address, port }) => {
  console.error(`time="2020-08-27T03:11:09Z" level=fatal msg="dial tcp ${address}:${port}: connect: connection refused"`);
  process.exit(1);
});
