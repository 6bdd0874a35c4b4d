import type { ComposeNetwork } from '../../../model/compose-file.ts';
import { networkName, usedNetworks } from '../../../model/instance-names.ts';
import { composeLabel, label } from '../../../model/labels.ts';
import type { ObservedNetwork } from '../../../model/observed.ts';
import type { Identity, Stack } from '../../../model/stack.ts';
import { subnetsOverlap } from '../../../model/subnet.ts';
import type { Draft } from '../../../model/draft.ts';
import type { Edit, Repair } from '../../../model/repair.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A subnet that the file fixes is nobody else's: an engine gives no address to two networks. */
export const subnetsAreFree: Rule = {
  id: 'subnets-are-free',
  why: 'An engine gives no address to two networks: the second is refused.',
  cause: 'subnet-overlap',
  look: ({ draft, stack, facts }) =>
    fixedSubnets(stack).flatMap(({ key, name, subnet, index }) => {
      const holder = facts.networks.find(
        (network) => network.name !== name && network.subnets.some((held) => subnetsOverlap(held, subnet)),
      );
      if (!holder) return [];
      const repair = withoutSubnet(key, stack, draft);
      const { who, way } = holderOf(holder, stack.identity);
      const users = Object.entries(stack.compose.services).filter(([, { networks }]) => networks && key in networks);
      const without = `remove ipam: from network ${key} (and fixed addresses of its services), so that each copy gets a subnet of its own`;
      return [
        {
          severity: 'error',
          message: `network ${key} asks for the subnet ${subnet}, which ${who} holds (${holder.name}: ${holder.subnets.join(', ')})`,
          ...located(draft, ['networks', key, 'ipam', 'config', index, 'subnet']),
          ...(users.length === 1 && users[0] ? { service: users[0][0] } : {}),
          fix: way ? `${way}, or ${without}` : without,
          ...(repair ? { repair } : {}),
        },
      ];
    }),
};

/** Those of the networks that Portside makes for this instance. */
function fixedSubnets(stack: Stack): { key: string; name: string; subnet: string; index: number }[] {
  return usedNetworks(stack).flatMap((key) => {
    const declared: ComposeNetwork = stack.compose.networks?.[key] ?? {};
    // Overlay networks have addresses of the swarm's, not of the machine's.
    if (declared.external || declared.driver === 'overlay') return [];
    const name = networkName(key, declared, stack);
    const subnets = (declared.ipam?.config ?? []).map(({ subnet }) => subnet);
    return subnets.flatMap((subnet, index) => (typeof subnet === 'string' ? [{ key, name, subnet, index }] : []));
  });
}

/** Addresses in a subnet that is no longer fixed cannot be fixed either; undefined where somebody calls one of them. */
function withoutSubnet(key: string, { compose }: Stack, { sources }: Draft): Repair | undefined {
  const fixed = Object.entries(compose.services).flatMap(([service, { networks }]) =>
    ['ipv4_address', 'ipv6_address'].flatMap((kind) => {
      const address = networks?.[key]?.[kind];
      return typeof address === 'string' ? [{ address, path: ['services', service, 'networks', key, kind] }] : [];
    }),
  );
  const all = JSON.stringify(compose.services);
  if (fixed.some(({ address }) => all.split(`"${address}"`).length !== 2 || all.split(address).length !== 2)) return undefined;
  const paths = [['networks', key, 'ipam'], ...fixed.map(({ path }) => path)];
  return paths.map((path) => lessOne(path, sources.written(path.slice(0, -1))));
}

/** A key that was the only one leaves an empty map: others may name what it belongs to. */
function lessOne(path: string[], parent: unknown): Edit {
  const isOnly = typeof parent === 'object' && parent !== null && Object.keys(parent).length === 1;
  return isOnly ? { edit: 'set', path: path.slice(0, -1), value: {} } : { edit: 'remove', path };
}

/** Whose network it is, and how it can be made to go; no way out where that would cost an adoption its volumes. */
function holderOf({ name, labels }: ObservedNetwork, { composeName }: Identity): { who: string; way?: string } {
  const { [label.project]: project, [label.instance]: instance, [composeLabel.project]: composeProject } = labels;
  if (composeProject === composeName) {
    if (!project || !instance) return { who: 'this project itself, run by plain Compose,' };
    return { who: 'a network of this very instance', way: `portside down ${project}/${instance} first (its volumes stay)` };
  }
  if (project && instance) return { who: `instance ${project}/${instance}`, way: `portside down ${project}/${instance}` };
  if (composeProject) return { who: `the Compose project ${composeProject}`, way: `docker compose -p ${composeProject} down` };
  return { who: 'another network', way: `docker network rm ${name}, where nobody needs it` };
}
