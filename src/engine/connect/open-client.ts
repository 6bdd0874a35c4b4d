import { Agent } from 'node:https';
import type Dockerode from 'dockerode';
import { EngineError } from '../interface.ts';
import type { EngineAddress } from './address.ts';
import { ordinaryPatience, withSureAnswers } from './sure-answers.ts';

/** Connects to nothing yet. */
export async function openClient(address: EngineAddress, environment: Record<string, string | undefined>): Promise<Dockerode> {
  // Loaded only here: it takes longer to load than most commands take to run.
  const { default: Docker } = await import('dockerode');
  return withSureAnswers(new Docker(clientOptions(address, environment)), ordinaryPatience);
}

/** What dockerode is told about an address. */
export function clientOptions({ url, tls }: EngineAddress, environment: Record<string, string | undefined>): ClientOptions {
  if (url.startsWith('unix://')) return { socketPath: url.slice('unix://'.length) };
  if (url.startsWith('npipe://')) return { socketPath: url.slice('npipe://'.length) };
  const { protocol, hostname, port, username } = parse(url);
  if (protocol === 'ssh:') {
    const agent = environment['SSH_AUTH_SOCK'];
    return {
      protocol: 'ssh',
      host: hostname,
      port: port || 22,
      username: username || environment['USER'] || 'root',
      ...(agent && { sshOptions: { agent } }),
    };
  }
  if (!tls) return { protocol: 'http', host: hostname, port: port || 2375 };
  const { verify, ...material } = tls;
  return {
    protocol: 'https',
    host: hostname,
    port: port || 2376,
    ...material,
    ...(!verify && { agent: new Agent({ rejectUnauthorized: false }) }),
  };
}

/** `agent` is missing in the published types. */
export type ClientOptions = Dockerode.DockerOptions & { agent?: Agent };

/** Docker takes `host:port` for `tcp://host:port`. */
function parse(url: string): URL {
  try {
    return new URL(url.includes('://') ? url : `tcp://${url}`);
  } catch (cause) {
    throw new EngineError(
      'unreachable',
      `"${url}" is not an engine's address: it should read like unix:///var/run/docker.sock or tcp://host:2375`,
      { cause },
    );
  }
}
