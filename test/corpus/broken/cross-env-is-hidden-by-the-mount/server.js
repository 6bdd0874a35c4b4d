require('node:http').createServer((_, response) => response.end('mern')).listen(8000);
