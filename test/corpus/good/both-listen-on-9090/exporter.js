const server = require('node:http').createServer((_, r) => r.end('up 1\n'));
server.listen(9090, async () => console.log((await (await fetch(process.env.SELF_URL)).text()).trim()));
