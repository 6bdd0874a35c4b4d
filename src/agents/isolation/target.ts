/** One place outside that may be reached from inside. */
export interface Target {
  /** As a program inside names it. */
  host: string;
  port: number;
  /** Where it listens inside, for that name. */
  address: string;
  /** The socket that leads out, a path inside of both containers. */
  socket: string;
}

export const socketFolder = '/run/portside';
const https = 443;

/**
 * Hosts as a user names them, `api.anthropic.com` or `localhost:8080`; without a port it is 443. Each gets an address of its own on the loopback, so that
 * two may have the same port. Undefined in the place of what is no host.
 */
export function targetsOf(hosts: readonly string[]): (Target | undefined)[] {
  const names: string[] = [];
  return hosts.map((written, index) => {
    const [, host = '', port] = /^(?:https?:\/\/)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?\/?$/i.exec(written.trim()) ?? [];
    const number = port === undefined ? (/^http:/i.test(written) ? 80 : https) : Number(port);
    if (host === '' || number < 1 || number > 65_535) return undefined;
    const name = host.toLowerCase();
    if (!names.includes(name)) names.push(name);
    return { host: name, port: number, address: addressFor(name, names.indexOf(name)), socket: `${socketFolder}/${index}.sock` };
  });
}

/** An address stays itself: programs inside do not look it up. */
function addressFor(host: string, index: number): string {
  if (host === 'localhost') return '127.0.0.1';
  if (host.startsWith('127.')) return host;
  return `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

/** What /etc/hosts has to say, so that a named host is found, and nothing else. */
export function hostsFile(targets: readonly Target[]): Record<string, string> {
  const named = targets.filter(({ host, address }) => host !== 'localhost' && host !== address);
  return Object.fromEntries(named.map(({ host, address }) => [host, address]));
}
