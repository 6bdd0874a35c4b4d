import type { Networks } from '../interface/networks.ts';
import { carries } from './event-channel.ts';

export interface FakeNetwork {
  labels: Record<string, string>;
  /** Those that its definition fixes. */
  subnets: string[];
}

export function fakeNetworks(networks: Map<string, FakeNetwork>): Networks {
  return {
    listNetworks: async (wanted) => [...networks].filter(([, { labels }]) => carries(labels, wanted)).map(([name]) => name),
    listSubnets: async () =>
      [...networks].flatMap(([name, { subnets, labels }]) => (subnets.length > 0 ? [{ name, subnets, labels }] : [])),
    async createNetwork(name, definition, labels) {
      if (networks.has(name)) return false;
      const subnets = (definition.ipam?.config ?? []).map(({ subnet }) => String(subnet));
      networks.set(name, { labels: { ...definition.labels, ...labels }, subnets });
      return true;
    },
    async removeNetwork(name) {
      networks.delete(name);
    },
  };
}
