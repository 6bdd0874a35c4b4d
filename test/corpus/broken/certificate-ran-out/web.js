const http = require('node:http');
fetch('https://api/').then(
  () => http.createServer((_, response) => response.end('page')).listen(8080),
  (error) => {
    console.error(`api: ${error.cause.code}: ${error.cause.message}`);
    process.exitCode = 1;
  },
);
