const { database } = require('./config/config.development.json');
const { hostname, port } = new URL(database);
const socket = require('node:net').connect({ port: Number(port), host: hostname, family: 4 });
socket.on('connect', () => require('node:http').createServer((_, answer) => answer.end('courses')).listen(8080));
socket.on('error', (error) => {
  console.error(`MongoNetworkError: failed to connect to server [${hostname}:${port}] on first connect [Error: ${error.message}`);
  console.error('    at Pool.<anonymous> (/var/www/node_modules/mongodb-core/lib/topologies/server.js:438:11)');
  process.exit(1);
});
