import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { WebSocketServer } from 'ws';

const { INSTANCE_ID = 'default', REDIS_URL = 'redis://redis:6379', ANTHROPIC_API_KEY } = process.env;
const page = await readFile(new URL('page.html', import.meta.url), 'utf8');

// Without the offline queue a command fails at once while redis is away, and /health can say so.
const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true, socket: { reconnectStrategy: 250 } });
redis.on('error', (error) => console.error(`redis: ${error.message}`));
redis.connect().catch(() => {});

const http = [8000, 8003].map((port) => createServer(answer).listen(port, '0.0.0.0'));
const sockets = http.map((server) => new WebSocketServer({ server, path: '/ws' }).on('connection', echo));
console.log(`instance ${INSTANCE_ID}: http and /ws on 8000, /ws on 8003`);

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://web');
  try {
    if (pathname === '/health') await health(response);
    else if (pathname === '/') await home(response);
    else send(response, 404, 'text/plain', 'not found\n');
  } catch (error) {
    send(response, 503, 'text/plain', `${error.message}\n`);
  }
}

async function health(response) {
  const up = await within(1000, redis.ping()).then(
    () => true,
    () => false,
  );
  const body = { status: up ? 'ok' : 'degraded', redis: up, instance: INSTANCE_ID };
  send(response, up ? 200 : 503, 'application/json', JSON.stringify(body));
}

async function home(response) {
  const [visits, messages] = await within(1000, Promise.all([redis.incr('visits'), redis.get('messages')]));
  const values = { visits, messages: messages ?? 0, instance: INSTANCE_ID, agent: ANTHROPIC_API_KEY ? 'ready' : 'limited' };
  send(
    response,
    200,
    'text/html; charset=utf-8',
    page.replace(/\{\{(\w+)\}\}/g, (_, name) => escape(values[name])),
  );
}

function echo(socket) {
  socket.on('error', () => {});
  socket.on('message', async (data, binary) => {
    try {
      await within(1000, redis.incr('messages'));
      socket.send(data, { binary });
    } catch {
      socket.close(1011, 'redis does not answer');
    }
  });
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

function escape(value) {
  return String(value).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

// A connection that is cut off without a word leaves its commands waiting.
async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, ms, new Error('redis does not answer'))));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function stop() {
  for (const { clients } of sockets) for (const client of clients) client.close(1001, 'shutting down');
  for (const server of http) server.close();
  redis.destroy();
  setTimeout(() => process.exit(0), 100);
}
