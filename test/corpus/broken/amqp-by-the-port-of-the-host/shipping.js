const { BROKER_HOST: host, BROKER_PORT: port } = process.env;
require('node:net').connect({ host, port }, () => setInterval(() => {}, 1000)).on('error', (error) => {
  console.error(`Error: ${error.message}\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)`);
  process.exit(1);
});
