import type { ComposeNetwork } from '../../../model/compose-file.ts';
import { networkName, usedNetworks } from '../../../model/instance-names.ts';
import type { CheckInput, Rule } from '../../rule.ts';

export const subnetsAreLeft: Rule = {
  id: 'subnets-are-left',
  why: 'Each network takes a subnet out of the pools of the engine, and those are few: 31 by default.',
  cause: 'address-pool-exhausted',
  look(input) {
    const { subnets } = input.surroundings.machine;
    const wanted = newNetworks(input);
    if (!subnets || wanted.length === 0) return [];
    const { left, leftBesideRoutes, all } = subnets;
    const fix =
      'take down what is not needed (portside ps), `docker network prune`, or give the engine more: default-address-pools in /etc/docker/daemon.json';
    const about = `${wanted.length === 1 ? 'one more network is' : `${wanted.length} more networks are`} needed (${wanted.join(', ')})`;
    if (left < wanted.length) return [{ severity: 'error', message: `${about}, and ${left} of the engine's ${all} subnets are left`, fix }];
    if (leftBesideRoutes - wanted.length >= spare) return [];
    return [{ severity: 'warning', message: `${about}, and about ${leftBesideRoutes} of the engine's ${all} subnets are left`, fix }];
  },
};

/** So many more must be left, or the next instances will fail. */
const spare = 2;

/** Those that are not there yet, and get their addresses from the engine's pools. */
function newNetworks({ stack, facts }: CheckInput): string[] {
  const there = new Set(facts.networks.map(({ name }) => name));
  return usedNetworks(stack).filter((key) => {
    const declared: ComposeNetwork = stack.compose.networks?.[key] ?? {};
    const { external, driver, ipam, enable_ipv4: ipv4 } = declared;
    if (external || (driver && driver !== 'bridge') || ipv4 === false) return false;
    if ((ipam?.driver ?? 'default') !== 'default' || (ipam?.config ?? []).some(({ subnet }) => subnet)) return false;
    return !there.has(networkName(key, declared, stack));
  });
}
