require('node:http').createServer((_, response) => response.end('found')).listen(3000);
