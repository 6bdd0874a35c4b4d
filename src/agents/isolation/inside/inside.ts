import type { Target } from '../target.ts';

// These two run in containers, handed over as their own text: they use nothing from outside of themselves but Node.

/** Beside the agent: listens where the named hosts are thought to be, and hands each connection to the way out. Then starts the agent and ends with its exit code. */
export async function enter(targets: Target[], argv: string[]): Promise<void> {
  const net = process.getBuiltinModule('node:net');
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { signals } = process.getBuiltinModule('node:os').constants;
  const fail = (error: unknown, exitCode: number) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(exitCode);
  };
  const listen = ({ address, port, socket }: Target) =>
    new Promise<void>((resolve, reject) => {
      const server = net.createServer({ allowHalfOpen: true }, (inside) => {
        const outside = net.connect({ path: socket, allowHalfOpen: true });
        inside.pipe(outside).pipe(inside);
        inside.on('error', () => outside.destroy());
        outside.on('error', () => inside.destroy());
      });
      server.on('error', reject).listen(port, address, resolve);
    });
  try {
    await Promise.all(targets.map(listen));
  } catch (error) {
    fail(error, 125);
  }
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error, 'code' in error && error.code === 'ENOENT' ? 127 : 126));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? signals[signal] : 0)));
}

/** On the machine's own network: lets what comes from inside through to the named hosts, each by a socket of its own. There is nothing to ask it for. */
export function leave(targets: Target[]): void {
  const net = process.getBuiltinModule('node:net');
  const { chmodSync } = process.getBuiltinModule('node:fs');
  let ready = 0;
  for (const { host, port, socket } of targets) {
    const server = net.createServer({ allowHalfOpen: true }, (inside) => {
      const outside = net.connect({ host, port, allowHalfOpen: true });
      inside.pipe(outside).pipe(inside);
      inside.on('error', () => outside.destroy());
      outside.on('error', () => inside.destroy());
    });
    server.listen(socket, () => {
      // The agent is another user in there.
      chmodSync(socket, 0o666);
      ready += 1;
      if (ready === targets.length) process.stdout.write('ready\n');
    });
  }
  process.on('SIGTERM', () => process.exit(0));
}
