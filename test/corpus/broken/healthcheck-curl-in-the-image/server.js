require('node:http').createServer((request, response) => response.end('OK')).listen(3000, () => console.log('listening on 3000'));
