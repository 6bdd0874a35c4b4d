import type { ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** No container has the rights of the machine's root. */
export const containersStayContained: Rule = {
  id: 'containers-stay-contained',
  why: 'A program that is taken over there takes over the machine.',
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, definition]) =>
      freedoms(definition).map(({ key, says, fix }) => ({
        severity: 'warning',
        service,
        message: `${service} ${says}`,
        ...located(draft, ['services', service, key]),
        fix,
      })),
    ),
};

interface Freedom {
  key: string;
  says: string;
  fix: string;
}

function freedoms({ privileged, cap_add: capabilities, pid, ipc, userns_mode: users }: ComposeService): Freedom[] {
  const added = Array.isArray(capabilities) ? capabilities.map((name) => String(name).toUpperCase().replace(/^CAP_/, '')) : [];
  const most = added.find((name) => name === 'ALL' || name === 'SYS_ADMIN' || name === 'SYS_MODULE');
  return [
    ...(privileged === true
      ? [
          {
            key: 'privileged',
            says: 'is privileged: it may do what root of the machine may',
            fix: 'name what it needs with cap_add and devices instead',
          },
        ]
      : []),
    ...(most
      ? [
          {
            key: 'cap_add',
            says: `has the capability ${most}, which is nearly all of root's`,
            fix: 'add only the capabilities that it needs',
          },
        ]
      : []),
    ...(pid === 'host' ? [{ key: 'pid', says: 'sees and may signal every process of the machine (pid: host)', fix: 'leave pid out' }] : []),
    ...(ipc === 'host'
      ? [{ key: 'ipc', says: 'shares the memory segments of the machine (ipc: host)', fix: 'give it shm_size instead' }]
      : []),
    ...(users === 'host'
      ? [{ key: 'userns_mode', says: 'is root of the machine where it is root inside (userns_mode: host)', fix: 'leave userns_mode out' }]
      : []),
  ];
}
