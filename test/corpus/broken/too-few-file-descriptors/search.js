const { openSync } = require('node:fs');
const segments = [];
for (let n = 0; n < 200; n++) segments.push(openSync(`/tmp/segment-${n}`, 'w'));
require('node:http').createServer((_, response) => response.end(`${segments.length} segments`)).listen(9200);
