const ready = Date.now() + 10_000;
require('node:http').createServer((request, response) => {
  response.writeHead(request.url === '/ready' && Date.now() < ready ? 503 : 200).end();
}).listen(8000, () => console.log('loading plugins'));
