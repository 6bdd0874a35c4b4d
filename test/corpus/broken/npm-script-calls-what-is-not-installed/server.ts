import { createServer } from 'node:http';
createServer((_, response) => response.end('typed')).listen(3000);
