const net = require('node:net');
const brokers = process.env.BROKERS.split(',').map((broker) => broker.split(':'));
let left = brokers.length;
for (const [host, port] of brokers) {
  const socket = net.connect({ host, port: Number(port), family: 4 });
  socket.on('connect', () => console.log(`joined ${host}:${port}`));
  socket.on('error', (error) => {
    console.error(`broker ${host}:${port} is away: ${error.message}`);
    if (--left === 0) process.exit(1);
  });
}
