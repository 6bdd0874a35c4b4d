import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { holderOf, isListed } from './port-holder.ts';
import type { HoldingProgram } from './port-holder.ts';

export interface PortRange {
  /** Inclusive at both ends. */
  from: number;
  to: number;
}

/** What is asked of this machine about its ports. */
export interface Net {
  isBindable(port: number, protocol: 'tcp' | 'udp'): Promise<boolean>;
  /** Undefined where it cannot be seen: another user's program, or no /proc. */
  holderOf(port: number, protocol: 'tcp' | 'udp'): Promise<HoldingProgram | undefined>;
  ephemeralRange(): Promise<PortRange>;
}

export const systemNet: Net = { isBindable, holderOf, ephemeralRange };

/**
 * Whether nobody on this machine has the port, on any address of IPv4 or IPv6. On Linux one socket for both families clashes with
 * every other; elsewhere a wildcard may be bound beside 127.0.0.1, so each address is tried.
 */
export async function isBindable(port: number, protocol: 'tcp' | 'udp' = 'tcp'): Promise<boolean> {
  const bind = protocol === 'tcp' ? bindTcp : bindUdp;
  for (const host of process.platform === 'linux' ? ['::'] : ['::', '::1', '0.0.0.0', '127.0.0.1']) {
    const answer = await bind(port, host);
    if (answer === 'taken') return false;
    // Below 1024 this user may not bind, but the engine may.
    if (answer === 'forbidden') return !(await isListed(port, protocol));
    // A machine without IPv6.
    if (answer === 'no-address' && host === '::' && (await bind(port, '0.0.0.0')) !== 'bound') return false;
  }
  return true;
}

type BindAnswer = 'bound' | 'taken' | 'forbidden' | 'no-address';

function bindTcp(port: number, host: string): Promise<BindAnswer> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(answerOf(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('bound')));
  });
}

function bindUdp(port: number, host: string): Promise<BindAnswer> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(answerOf(error));
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve('bound')));
  });
}

function answerOf(error: Error): BindAnswer {
  const code = 'code' in error ? error.code : '';
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL' || code === 'EINVAL' ? 'no-address' : 'taken';
}

/** The ports that the kernel hands to outgoing connections: one may be in use at any moment. */
export async function ephemeralRange(): Promise<PortRange> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const [from, to] = text.trim().split(/\s+/).map(Number);
  return from && to ? { from, to } : { from: 49_152, to: 65_535 };
}
