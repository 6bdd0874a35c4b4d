// from a Windows checkout
const { port } = require('./config.json');
require('node:http')
  .createServer((_, response) => response.end(process.env.NAME))
  .listen(port);
