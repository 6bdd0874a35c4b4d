require('node:http')
  .createServer((request, response) => response.end('hello from the container'))
  .listen(8080, '127.0.0.1', () => console.log('Server running at http://127.0.0.1:8080/'));
