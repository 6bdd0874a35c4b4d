import { expect, test } from 'vitest';
import { engineSocketStaysOut } from '../../../../../src/deploy/check/rules/safety/engine-socket-stays-out.ts';
import { inputOf } from '../../input.ts';

test('a mounted engine socket is a warning, read-only too', () => {
  const socket = (source: string, read_only = false) => ({ image: 'x', volumes: [{ type: 'bind', source, target: '/s', read_only }] });
  const services = { a: socket('/var/run/docker.sock', true), b: socket('/run/podman/podman.sock'), c: socket('/srv/shop/app.sock') };
  expect(engineSocketStaysOut.look(inputOf({ services })).map(({ severity, service }) => `${severity} ${service}`)).toEqual([
    'warning a',
    'warning b',
  ]);
});
