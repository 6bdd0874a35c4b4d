import { located } from '../../located.ts';
import { knownImage } from '../../../model/known-images.ts';
import type { Rule } from '../../rule.ts';

/** A database is published for this machine only, if at all. */
export const databasesStayInside: Rule = {
  id: 'databases-stay-inside',
  why: "A published port is open to everybody who reaches the machine, past most firewalls: Docker's own rules come before theirs.",
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, { image, ports }]) => {
      const known = knownImage(image);
      if (!known?.database) return [];
      return (ports ?? []).flatMap(({ target, host_ip: address }, index) => {
        if (target !== known.port || (address !== undefined && address !== '0.0.0.0' && address !== '::')) return [];
        return [
          {
            severity: 'note',
            service,
            message: `${service} is a database, and its port ${target} is published for everybody`,
            ...located(draft, ['services', service, 'ports', index]),
            fix: `"127.0.0.1::${target}" publishes it for this machine only; other services need no published port`,
          },
        ];
      });
    }),
};
