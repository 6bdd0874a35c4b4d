require('node:http').createServer((_, r) => r.end(require('./greet.js'))).listen(8025);
