const { HOST = '0.0.0.0' } = process.env;
require('node:http').createServer((_, r) => r.end('topics')).listen(4567, HOST, () => console.log(`NodeBB is now listening on: ${HOST}:4567`));
