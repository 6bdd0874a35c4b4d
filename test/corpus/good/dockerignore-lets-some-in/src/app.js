require('node:http').createServer((_, response) => response.end(require('../package.json').name)).listen(8080);
