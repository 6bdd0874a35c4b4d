const words = [];
console.log('building the index');
for (let n = 0; n < 3_000_000; n++) words.push({ word: `w${n}`, at: [n] });
require('node:http').createServer((_, response) => response.end(String(words.length))).listen(7700);
