const net = require('node:net');
const { hostname, port } = new URL(process.env.REDIS_URL);
const socket = net.connect({ host: hostname, port, family: 4 }, () => console.log('queue connected'));
socket.on('error', (error) => {
  console.error(`queue: connect failed: ${error.message}`);
  process.exit(1);
});
