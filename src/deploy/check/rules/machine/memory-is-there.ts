import { inBytes } from '../../../../contract/bytes.ts';
import { replicasOf } from '../../../model/replicas.ts';
import { resourcesOf } from '../../../model/resources.ts';
import { located } from '../../located.ts';
import type { Found, Rule } from '../../rule.ts';

export const memoryIsThere: Rule = {
  id: 'memory-is-there',
  why: 'Where all containers take what they may, the kernel kills one of them; a limit above what there is limits nothing.',
  cause: 'oom-killed',
  look({ draft, stack, surroundings }) {
    const { memoryBytes } = surroundings.machine;
    if (memoryBytes === undefined) return [];
    const has = `the engine's machine has ${inBytes(memoryBytes)}`;
    const services = Object.entries(stack.compose.services).map(([service, definition]) => ({
      ...{ service, replicas: replicasOf(definition) },
      ...resourcesOf(definition),
    }));
    const single = services.flatMap(({ service, memory }): Found[] => {
      if (!memory || memory.value <= memoryBytes) return [];
      const message = `service ${service} may use ${inBytes(memory.value)} of memory, and ${has}`;
      return [
        {
          severity: 'warning',
          service,
          message,
          ...located(draft, ['services', service, ...memory.path]),
          fix: 'let its limit be what it needs and the machine has',
        },
      ];
    });
    if (single.length > 0) return single;
    for (const [name, verb] of [
      ['reservation', 'are promised'],
      ['memory', 'may use'],
    ] as const) {
      const sum = services.reduce((bytes, service) => bytes + (service[name]?.value ?? 0) * service.replicas, 0);
      if (sum > memoryBytes)
        return [
          {
            severity: 'warning',
            message: `all services together ${verb} ${inBytes(sum)} of memory, and ${has}`,
            fix: 'give each what it needs, or run fewer of them here',
          },
        ];
    }
    return [];
  },
};
