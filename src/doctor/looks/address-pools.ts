import { subnetsLeft } from '../../deploy/model/address-pools.ts';
import { routedSubnets } from '../../system/machine.ts';
import type { Look } from '../look.ts';

/** With fewer than this, a few more instances and no network can be made. */
const few = 5;

export const addressPools: Look = {
  group: 'engine',
  name: 'address-pools',
  async lookAtEngine({ engine, facts, info }) {
    // Podman has 43,000 subnets to give.
    if (facts.kind === 'podman') return [];
    const [networks, routed] = await Promise.all([engine.listSubnets(), facts.local ? routedSubnets() : []]);
    const { left, all } = subnetsLeft(info.addressPools, [...networks.flatMap(({ subnets }) => subnets), ...routed]);
    const message = `${left} of ${all} subnets are left for networks; ${networks.length === 1 ? 'one network holds' : `${networks.length} networks hold`} some`;
    if (left >= few) return [{ level: 'ok', message }];
    return [
      {
        level: left === 0 ? 'error' : 'warning',
        message,
        cost:
          left === 0 ? 'no instance with a network of its own can be started' : 'every instance needs a subnet for each of its networks',
        repair:
          'take down what is not needed (portside ps); `docker network prune` removes networks that nobody uses; or give the engine more with default-address-pools in /etc/docker/daemon.json',
        details: networks.map(({ name, subnets }) => `${name}: ${subnets.join(', ')}`),
      },
    ];
  },
};
