import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** No container gets the engine's socket. */
export const engineSocketStaysOut: Rule = {
  id: 'engine-socket-stays-out',
  why: "Who can talk to the engine is root on the machine: it can start a container that mounts everything. Read-only makes no difference, for it is the socket's file that is then read-only, not what is said through it.",
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, { volumes }]) =>
      (volumes ?? []).flatMap(({ source = '' }, index) => {
        if (!/\/(?:docker|podman|containerd)\.sock$/.test(source)) return [];
        return [
          {
            severity: 'warning',
            service,
            message: `${service} gets the engine's socket (${source})`,
            ...located(draft, ['services', service, 'volumes', index]),
            fix: 'put a socket proxy between, which lets through only what it needs; or switch this rule off for it, with a reason',
          },
        ];
      }),
    ),
};
