require('node:http').createServer((_, response) => response.end('web')).listen(3000, () => console.log('listening on 3000'));
