// Says its version; /slow takes its time; WebSockets are greeted and kept. MODE says how it goes wrong.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const { VERSION = '', MODE = 'well' } = process.env;
const startedAt = Date.now();
const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function isBad() {
  return MODE === 'bad' || (MODE === 'turning' && Date.now() - startedAt > 3000);
}

const server = createServer((request, response) => {
  const answer = () => response.writeHead(isBad() ? 500 : 200).end(VERSION);
  if (request.url === '/slow') setTimeout(answer, 4000);
  else answer();
});

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${magic}`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(Buffer.from([0x81, VERSION.length, ...Buffer.from(VERSION)]));
  // Whatever comes is answered with the version again.
  socket.on('data', () => socket.write(Buffer.from([0x81, VERSION.length, ...Buffer.from(VERSION)])));
  socket.on('error', () => socket.destroy());
});

server.listen(8080);
process.on('SIGTERM', () => process.exit());
