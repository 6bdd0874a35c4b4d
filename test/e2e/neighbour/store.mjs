import { createServer } from 'node:http';

const startedAt = Date.now();
const isBad = () => process.env.MODE === 'turning' && Date.now() - startedAt > 2000;

createServer((_, response) => response.writeHead(isBad() ? 500 : 200).end('stored')).listen(8080);
process.on('SIGTERM', () => process.exit());
