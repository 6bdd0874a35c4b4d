import { expect, test } from 'vitest';
import { writesOutside } from '../../../src/deploy/model/mounts.ts';

test.each([
  ['a volume of its own', { type: 'volume', source: 'data', target: '/data' }, false],
  ['an anonymous volume', { type: 'volume', target: '/data' }, false],
  ["somebody else's volume", { type: 'volume', source: 'shared', target: '/data' }, true],
  ['a folder', { type: 'bind', source: '/srv/data', target: '/data' }, true],
  ['a folder to read', { type: 'bind', source: '/srv/data', target: '/data', read_only: true }, false],
  ["the engine's socket", { type: 'bind', source: '/var/run/docker.sock', target: '/var/run/docker.sock' }, false],
])('%s', (_what, mount, expected) => {
  const compose = { name: 'shop', services: { plain: {}, db: { volumes: [mount] } }, volumes: { data: null, shared: { external: true } } };
  expect(writesOutside(compose)).toBe(expected);
});
