const { writeFileSync } = require('node:fs');
for (let n = 0; n < 16; n++) writeFileSync(`/cache/${n}.png`, Buffer.alloc(65_536, n));
require('node:http').createServer((_, response) => response.end('16 thumbnails')).listen(8080);
