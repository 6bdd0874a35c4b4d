const net = require('node:net');
const { REDIS_HOST, REDIS_PORT } = process.env;
net.connect(Number(REDIS_PORT), REDIS_HOST)
  .on('connect', () => require('node:http').createServer((_, res) => res.end('ok')).listen(3000))
  .on('error', (error) => {
    console.error(`Redis connection to ${REDIS_HOST}:${REDIS_PORT} failed - ${error.message}`);
    process.exit(1);
  });
