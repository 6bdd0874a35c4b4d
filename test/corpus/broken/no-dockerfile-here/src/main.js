require('node:http').createServer((_, response) => response.end('app')).listen(8000);
