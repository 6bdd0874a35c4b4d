const net = require('node:net');
let tries = 0;
const dial = () =>
  net.connect(8090, 'billing', () => require('node:http').createServer((_, r) => r.end('ok')).listen(8088)).on('error', (error) => {
    console.error(`rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${error.address}:${error.port}: connect: connection refused"`);
    if (++tries === 6) process.exit(2);
    setTimeout(dial, 500);
  });
dial();
