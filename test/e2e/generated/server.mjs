import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { EXECUTOR_TOKEN, SEED } = process.env;

// As a database does: the password of the first start is the one that opens it.
if (!existsSync('/data/password')) writeFileSync('/data/password', EXECUTOR_TOKEN);
if (readFileSync('/data/password', 'utf8') !== EXECUTOR_TOKEN) throw new Error(`wrong password ${EXECUTOR_TOKEN}`);

// As a careless program does.
console.log(`token ${EXECUTOR_TOKEN}, seed ${SEED}`);

createServer((_request, response) => response.end('ok')).listen(8000, '0.0.0.0');

createServer()
  .on('upgrade', ({ url, headers }, socket) => {
    const { pathname, searchParams } = new URL(url, 'http://web');
    if (pathname !== '/ws/mcp' || searchParams.get('token') !== EXECUTOR_TOKEN) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => {}).on('data', () => socket.end());
  })
  .listen(8003, '0.0.0.0');
