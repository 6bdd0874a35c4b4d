import type { ComposeService } from '../../../deploy/model/compose-file.ts';
import type { Power } from '../power.ts';
import { power, texts } from './containers.ts';

/** What a container shares with the machine, or with containers that are not of its stack. */
export function namespacePowers(service: ComposeService): Power[] {
  const { network_mode: network } = service;
  return [
    ...['pid', 'ipc', 'uts', 'userns_mode', 'cgroup'].flatMap((name) => {
      const mode = String(service[name] ?? '');
      return isShared(mode) ? [power(name, `would have the ${name} of ${ownerOf(mode)}`, mode)] : [];
    }),
    ...(network && !isOwnNetwork(network) ? [power('network_mode', `would be on the network of ${ownerOf(network)}`, network)] : []),
    ...texts(service['volumes_from'])
      .filter((source) => source.startsWith('container:'))
      .map((source) => power('volumes_from', `would have the volumes of ${ownerOf(source)}`, source)),
    ...texts(service['external_links']).map((link) => power('external_links', `would be linked with ${link}, of another project`, link)),
    ...gatewayPowers(service['extra_hosts']),
  ];
}

/** The machine's own addresses as containers know them, and those that a cloud's metadata has; `name=address` or `name:address`. */
export function gatewayPowers(hosts: unknown, words = 'would reach'): Power[] {
  const entries = Array.isArray(hosts)
    ? hosts.map(String)
    : Object.entries(Object(hosts)).map(([name, address]) => `${name}=${String(address)}`);
  return entries
    .filter((entry) => /[=:]\[?(?:host-gateway|172\.17\.0\.1|169\.254\.|127\.|::1)/.test(entry))
    .map((entry) => entry.replace(/^([^=:]+)[=:]/, '$1='))
    .map((entry) => power('extra_hosts', `${words} the machine itself by ${entry}`, entry.replace(/^[^=]*=/, '')));
}

function isShared(mode: string): boolean {
  return mode === 'host' || mode.startsWith('container:');
}

function isOwnNetwork(mode: string): boolean {
  return mode === 'none' || mode.startsWith('service:');
}

function ownerOf(mode: string): string {
  if (mode === 'host') return 'the machine';
  return mode.startsWith('container:') ? `the container ${mode.slice('container:'.length)}` : mode;
}
