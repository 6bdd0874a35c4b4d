import { expect, test } from 'vitest';
import { containersStayContained } from '../../../../../src/deploy/check/rules/safety/containers-stay-contained.ts';
import { inputOf } from '../../input.ts';

test("each right of the machine's root is a warning at its key", () => {
  const services = {
    a: { image: 'x', privileged: true },
    b: { image: 'x', cap_add: ['CAP_SYS_ADMIN'] },
    c: { image: 'x', cap_add: ['all'] },
    d: { image: 'x', pid: 'host', ipc: 'host', userns_mode: 'host' },
  };
  expect(containersStayContained.look(inputOf({ services })).map(({ at }) => at?.file)).toEqual([
    'services.a.privileged',
    'services.b.cap_add',
    'services.c.cap_add',
    'services.d.pid',
    'services.d.ipc',
    'services.d.userns_mode',
  ]);
});

test('small capabilities and shared namespaces of services are ordinary', () => {
  const services = {
    a: { image: 'x', cap_add: ['NET_BIND_SERVICE'], cap_drop: ['ALL'], privileged: false, pid: 'service:b', ipc: 'shareable' },
  };
  expect(containersStayContained.look(inputOf({ services }))).toEqual([]);
});
