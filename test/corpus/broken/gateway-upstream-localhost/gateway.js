const http = require('node:http');
const { hostname, port } = new URL(process.env.UPSTREAM);
http.createServer((request, response) => {
  const onward = http.get({ host: hostname, port, path: request.url, family: 4 }, (answer) => answer.pipe(response));
  onward.on('error', (error) => {
    console.error(`502 ${request.url}: ${error.message}`);
    response.writeHead(502).end('bad gateway');
  });
}).listen(8080);
