import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';

/** A socket that leads to the engine, until it is closed for a while. */
export interface Gate extends AsyncDisposable {
  /** Its path. */
  socket: string;
  /** A path: who connects there closes the gate at the next thing that is asked of the engine, for `closedMs`. */
  control: string;
  /** How often it was closed. */
  closed(): number;
}

const engine = process.env['DOCKER_HOST']?.replace('unix://', '') ?? '/var/run/docker.sock';
const closedMs = 1500;

export async function startGate(socket: string): Promise<Gate> {
  const open = new Set<Socket>();
  let closed = 0;
  let armed = false;
  let until = 0;
  const isClosed = () => {
    if (armed) {
      [armed, until] = [false, performance.now() + closedMs];
      closed += 1;
      for (const one of open) one.destroy();
    }
    return performance.now() < until;
  };
  const gate = await listening(socket, (client) => {
    if (isClosed()) return void client.destroy();
    const beyond = connect({ path: engine, allowHalfOpen: true });
    for (const one of [client, beyond]) open.add(one.on('error', () => undefined).on('close', () => open.delete(one)));
    client.on('close', () => beyond.destroy());
    beyond.on('close', () => client.destroy());
    client.pipe(beyond).pipe(client);
  });
  const control = `${socket}.control`;
  const switchboard = await listening(control, (caller) => {
    armed = true;
    caller.on('error', () => undefined).end();
  });
  return {
    socket,
    control,
    closed: () => closed,
    async [Symbol.asyncDispose]() {
      for (const one of open) one.destroy();
      await Promise.all([gate, switchboard].map((server) => once(server.close(), 'close')));
    },
  };
}

async function listening(path: string, serve: (client: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, serve).listen(path);
  await once(server, 'listening');
  return server;
}
