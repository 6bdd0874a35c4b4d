const host = process.env.LISTEN_HOST ?? '127.0.0.1';
require('node:http').createServer((_, response) => response.end('{"status":"ok"}'))
  .listen(8475, host, () => console.log(`REST server starting addr=${host}:8475`));
