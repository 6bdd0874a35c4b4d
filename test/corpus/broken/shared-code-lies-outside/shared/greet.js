exports.serve = (port) => require('node:http').createServer((_, r) => r.end('hello')).listen(port);
