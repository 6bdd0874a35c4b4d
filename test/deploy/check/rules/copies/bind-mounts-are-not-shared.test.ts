import { expect, test } from 'vitest';
import { bindMountsAreNotShared } from '../../../../../src/deploy/check/rules/copies/bind-mounts-are-not-shared.ts';
import { inputOf } from '../../input.ts';

const bind = (source: string, more = {}) => ({ type: 'bind', source, target: '/x', ...more });
const services = {
  web: {
    image: 'x',
    volumes: [
      bind('/srv/shop/data'),
      bind('/srv/shop/conf', { read_only: true }),
      bind('/var/run/docker.sock'),
      { type: 'volume', source: 'data', target: '/y' },
    ],
  },
};
const otherInstances = [{ instance: 'main', directory: '/srv/shop' }];

test('a folder that another copy writes too is noted; what is read only or the machine’s is not', () => {
  const found = bindMountsAreNotShared.look(inputOf({ services, otherInstances }));
  expect(found).toMatchObject([{ severity: 'note', message: 'web writes into /srv/shop/data (as /x), and so does main' }]);
});

test('the only copy, or one of another checkout, shares nothing', () => {
  expect(bindMountsAreNotShared.look(inputOf({ services }))).toEqual([]);
  expect(bindMountsAreNotShared.look(inputOf({ services, otherInstances: [{ instance: 'other', directory: '/srv/elsewhere' }] }))).toEqual(
    [],
  );
});
