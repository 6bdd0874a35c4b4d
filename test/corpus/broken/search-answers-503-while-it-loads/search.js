const loaded = Date.now() + 5000;
require('node:http').createServer((_, response) => {
  response.writeHead(Date.now() < loaded ? 503 : 200).end('shards are loading');
}).listen(9200);
