import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { docker } from './outside.ts';

const execute = promisify(execFile);

/** A Docker daemon of a test's own, beside the machine's, that may be killed and started again. */
export interface SecondEngine {
  /** As DOCKER_HOST writes it. */
  url: string;
  /** Resolves once it answers. */
  start(): Promise<void>;
  /** Resolves once it is gone. What runs on it goes on for now; a daemon that starts after that stops it. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends it with all that it has. */
  close(): Promise<void>;
}

/**
 * Starts one that has these images. It leaves the firewall alone, which is the machine's daemon's: ports are published by its proxy. It has a bridge of its own, and
 * no address pools: with none, or with pools, it would take docker0 away from the machine's daemon (moby: removeDefaultBridgeInterface).
 */
export async function secondEngine(images: string[]): Promise<SecondEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'pse-'));
  const url = `unix://${join(folder, 'sock')}`;
  const bridge = `pse${process.pid}`;
  let daemon: ChildProcess | undefined;

  const engine: SecondEngine = {
    url,
    async start() {
      // Who was killed left them behind; a number in them may be somebody else's by now, or that of a process that nobody has buried.
      for (const file of ['pid', join('exec', 'containerd', 'containerd.pid')]) await rm(join(folder, file), { force: true });
      const log = await open(join(folder, 'log'), 'a');
      daemon = spawn('dockerd', daemonArgs(folder, url, bridge), { stdio: ['ignore', log.fd, log.fd] });
      await log.close();
      for (let tries = 0; ; tries++) {
        const problem = await docker(['version'], url).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (problem === undefined) return;
        if (tries === 300 || daemon.exitCode !== null) throw new Error(`the second engine does not start: ${String(problem)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async kill(signal) {
      if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
      const exited = once(daemon, 'exit');
      daemon.kill(signal);
      await exited;
    },
    async close() {
      await engine.kill('SIGTERM');
      // A daemon that was killed has left its folder mounted on itself.
      while (await isMounted(join(folder, 'data'))) await execute('umount', ['--recursive', join(folder, 'data')]);
      await execute('ip', ['link', 'delete', bridge]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };

  await execute('ip', ['link', 'add', 'name', bridge, 'type', 'bridge']);
  await execute('ip', ['address', 'add', '10.214.0.1/24', 'dev', bridge]);
  try {
    await engine.start();
    const archive = join(folder, 'images.tar');
    await docker(['save', '--output', archive, ...images]);
    await docker(['load', '--input', archive], url);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function isMounted(path: string): Promise<boolean> {
  return (await readFile('/proc/self/mounts', 'utf8')).includes(` ${path} `);
}

function daemonArgs(folder: string, url: string, bridge: string): string[] {
  const places = [
    '--data-root',
    join(folder, 'data'),
    '--exec-root',
    join(folder, 'exec'),
    '--pidfile',
    join(folder, 'pid'),
    '--host',
    url,
  ];
  const apart = ['--bridge', bridge, '--iptables=false', '--ip6tables=false', '--ip-masq=false'];
  return [...places, ...apart];
}
