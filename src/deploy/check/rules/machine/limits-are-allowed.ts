import { inBytes } from '../../../../contract/bytes.ts';
import type { ComposeService } from '../../../model/compose-file.ts';
import type { Machine } from '../../../model/machine.ts';
import { type Asked, resourcesOf } from '../../../model/resources.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Docker Engine makes containers with the limits that they ask for; Podman takes them all. */
export const limitsAreAllowed: Rule = {
  id: 'limits-are-allowed',
  why: 'Docker refuses to make a container whose limits contradict each other, or ask for more than the machine has.',
  look: ({ draft, stack, facts, surroundings }) =>
    Object.entries(stack.compose.services).flatMap(([service, definition]) => {
      if (facts.engine.kind !== 'docker' || stack.leftAlone.includes(service)) return [];
      return [...refusals(definition, surroundings.machine), ...fileRefusals(definition, surroundings.machine)].map(
        ({ asked, says, fix }) => ({
          severity: 'error',
          service,
          message: `service ${service} ${says}`,
          ...located(draft, ['services', service, ...asked.path]),
          fix,
        }),
      );
    }),
};

interface Refusal {
  asked: Pick<Asked, 'path'>;
  says: string;
  fix: string;
}

/** What Docker asks for at least, of a limit and of a reservation. */
const leastMemory = 6 * 1024 ** 2;

function refusals(definition: ComposeService, { cpus: processors }: Machine): Refusal[] {
  const { memory, reservation, withSwap, cpus } = resourcesOf(definition);
  const found: Refusal[] = [];
  if (cpus && processors !== undefined && cpus.value > processors)
    found.push({
      asked: cpus,
      says: `may use ${cpus.value} processors, and the engine has ${processors}: Docker refuses that`,
      fix: `ask for ${processors} at most, or leave the limit out`,
    });
  for (const [asked, what] of [
    [memory, 'may use'],
    [reservation, 'is promised'],
  ] as const)
    if (asked && asked.value > 0 && asked.value < leastMemory)
      found.push({
        asked,
        says: `${what} ${inBytes(asked.value)} of memory: Docker takes no less than 6 MB`,
        fix: 'write the unit too: 64m, 1g',
      });
  if (memory && reservation && reservation.value > memory.value)
    found.push({
      asked: reservation,
      says: `is promised ${inBytes(reservation.value)} of memory, and may use ${inBytes(memory.value)}: Docker refuses that`,
      fix: 'let the reservation be at most the limit',
    });
  if (withSwap && withSwap.value > 0 && !memory)
    found.push({
      asked: withSwap,
      says: 'has a memswap_limit without a mem_limit: Docker refuses that',
      fix: 'set mem_limit too, or leave memswap_limit out',
    });
  if (withSwap && withSwap.value > 0 && memory && withSwap.value < memory.value)
    found.push({
      asked: withSwap,
      says: `may use ${inBytes(withSwap.value)} of memory and swap together, which is less than its ${inBytes(memory.value)} of memory: Docker refuses that`,
      fix: 'memswap_limit is memory and swap together: let it be at least mem_limit',
    });
  return found;
}

function fileRefusals({ ulimits }: ComposeService, { mostOpenFiles: most }: Machine): Refusal[] {
  const nofile = (ulimits as Record<string, unknown> | undefined)?.['nofile'];
  const hard = typeof nofile === 'object' && nofile !== null && 'hard' in nofile ? nofile.hard : nofile;
  if (typeof hard !== 'number' || most === undefined || hard <= most) return [];
  return [
    {
      asked: { path: ['ulimits', 'nofile'] },
      says: `may open ${hard} files, and nothing on this machine may be given more than ${most}: its container cannot start`,
      fix: `ask for ${most} at most, or raise the limit of the engine (LimitNOFILE of containerd and docker)`,
    },
  ];
}
