const net = require('node:net');
const attempt = () => net.connect(6379, 'redis')
  .on('connect', () => require('node:http').createServer((_, response) => response.end('ok')).listen(8080))
  .on('error', (error) => {
    console.error(`redis: ${error.message}; again in 300 ms`);
    setTimeout(attempt, 300);
  });
attempt();
