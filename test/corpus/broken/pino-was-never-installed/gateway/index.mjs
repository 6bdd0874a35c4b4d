import http from 'node:http';
import pino from 'pino';
const log = pino();
http.createServer((_, r) => r.end('ok')).listen(7000, () => log.info('up'));
