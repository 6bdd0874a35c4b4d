const http = require('node:http');
const pages = {
  '/': 'home',
  '/about': 'about us';
};
http.createServer((request, response) => response.end(pages[request.url])).listen(3000);
