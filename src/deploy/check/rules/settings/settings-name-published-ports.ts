import type { ComposePort } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { referencesOf } from '../../references.ts';
import type { Rule } from '../../rule.ts';

/** Every port that is named or probed is published: what is not cannot be looked at from outside. */
export const settingsNamePublishedPorts: Rule = {
  id: 'settings-name-published-ports',
  why: 'A look from outside needs a way in: a port that is not published answers nobody on this machine.',
  cause: 'settings-invalid',
  look: ({ draft, stack }) =>
    referencesOf(draft.settings).flatMap(({ path, service, port }) => {
      const ports = stack.compose.services[service]?.ports;
      const known = service in stack.compose.services;
      if (port === undefined || !known || ports?.some((published) => published.target === port && isTcp(published))) return [];
      return [
        {
          severity: 'error',
          service,
          message: `x-portside.${path[0]} names port ${port} of ${service}, which is not published${alsoPublished(ports)}`,
          ...located(draft, ['x-portside', ...path]),
          fix: `publish it (ports: ["${port}"] under ${service})${path[0] === 'verify' ? ', or probe inside with command:' : ''}`,
        },
      ];
    }),
};

function isTcp({ protocol }: ComposePort): boolean {
  return protocol !== 'udp';
}

function alsoPublished(ports: ComposePort[] | undefined): string {
  const targets = (ports ?? []).map(({ target, protocol }) => (protocol === 'udp' ? `${target}/udp` : String(target)));
  return targets.length > 0 ? ` (it publishes ${targets.join(', ')})` : ' (it publishes none)';
}
