require('node:http').createServer((_, r) => r.end('links')).listen(3000);
