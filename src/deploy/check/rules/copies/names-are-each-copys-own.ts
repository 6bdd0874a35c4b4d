import { instanceName, usedNetworks } from '../../../model/instance-names.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A name that the file fixes is one for the whole machine. */
export const namesAreEachCopysOwn: Rule = {
  id: 'names-are-each-copys-own',
  why: 'Only one container, network or volume of a machine can have a name; under plain Compose a second copy of the project would be refused, or would share it.',
  look: (input) => [
    ...containers(input),
    ...declared('networks', usedNetworks(input.stack), input),
    ...declared('volumes', Object.keys(input.stack.compose.volumes ?? {}), input),
  ],
};

function containers({ stack, draft }: CheckInput): Found[] {
  return Object.entries(stack.compose.services).flatMap(([service, { container_name: name }]) =>
    !name || service in stack.givenNames
      ? []
      : [
          {
            severity: 'note',
            service,
            message: `container_name ${name} of ${service} is for one container of the machine; Portside makes it a name by which the services of each copy know it`,
            ...located(draft, ['services', service, 'container_name']),
            fix: `remove container_name:, or write ${name}-\${INSTANCE_ID} where each copy's container is to have it`,
          },
        ],
  );
}

function declared(section: 'networks' | 'volumes', keys: string[], { stack, draft }: CheckInput): Found[] {
  const { compose, identity, ownNames } = stack;
  return keys.flatMap((key) => {
    const definition = compose[section]?.[key];
    const name = definition?.name;
    if (!name || definition.external === true) return [];
    const given = instanceName(name, key, identity, ownNames[section].includes(key));
    if (given === name || given === `${identity.composeName}_${key}`) return [];
    return [
      {
        severity: 'note',
        message: `${section.slice(0, -1)} ${key} has the fixed name ${name}; in this copy Portside calls it ${given}`,
        ...located(draft, [section, key, 'name']),
        fix: `remove name:, or write ${name}-\${INSTANCE_ID}; external: true where all copies are to share it`,
      },
    ];
  });
}
