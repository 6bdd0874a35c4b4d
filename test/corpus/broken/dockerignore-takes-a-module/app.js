const greet = require('./lib/greet');
require('node:http').createServer((request, response) => response.end(greet(request.url))).listen(8080);
