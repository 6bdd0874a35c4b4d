const net = require('node:net');
const session = net.connect(6379, 'redis');
session.on('error', (error) => {
  console.error('session store:', error.message);
  process.exit(1);
});
session.on('connect', () => require('node:http').createServer((_, res) => res.end('shelf')).listen(8080));
