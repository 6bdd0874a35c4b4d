const key = require('node:fs').readFileSync('/srv/key.txt', 'utf8');
require('node:http').createServer((_, response) => response.end(String(key.length))).listen(7000);
