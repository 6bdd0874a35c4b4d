import net from 'node:net';
import http from 'node:http';
const at = new URL(process.env.DATABASE_URL);
const db = net.connect(Number(at.port), at.hostname);
db.on('error', () => {
  console.error(`PG::ConnectionBad: could not connect to server: Connection refused
	Is the server running on host "${at.hostname}" and accepting
	TCP/IP connections on port ${at.port}?`);
  process.exit(1);
});
db.on('connect', () => http.createServer((_, r) => r.end('orders')).listen(3000));
