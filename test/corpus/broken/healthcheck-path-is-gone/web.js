const pages = { '/': 'home', '/health': 'ok' };
require('node:http').createServer((request, response) => {
  const page = pages[request.url];
  console.log(request.method, request.url, page ? 200 : 404);
  response.writeHead(page ? 200 : 404).end(page ?? 'no such page');
}).listen(4000);
