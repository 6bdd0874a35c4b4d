const warm = [];
console.log('warming the cache');
for (let megabyte = 0; megabyte < 160; megabyte += 8) warm.push(Buffer.alloc(8 << 20, 1));
require('node:net').createServer((socket) => socket.end()).listen(11211);
