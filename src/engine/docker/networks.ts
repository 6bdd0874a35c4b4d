import type Dockerode from 'dockerode';
import type { Networks } from '../interface/networks.ts';
import { ask, labelFilters, made, unlessGone } from './asking.ts';
import { networkOptions } from './definitions.ts';
import { observedNetwork } from './describe-network.ts';

export function dockerNetworks(docker: Dockerode): Networks {
  return {
    async listNetworks(labels) {
      const networks = await ask(docker.listNetworks({ filters: { label: labelFilters(labels) } }));
      return networks.map(({ Name }) => Name);
    },
    async listSubnets() {
      const networks = await ask(docker.listNetworks());
      return networks.filter(({ Scope }) => Scope !== 'swarm').flatMap(observedNetwork);
    },
    createNetwork: (name, definition, labels) => made(docker.createNetwork(networkOptions(name, definition, labels))),
    async removeNetwork(name) {
      await unlessGone(docker.getNetwork(name).remove());
    },
  };
}
