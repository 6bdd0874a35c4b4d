import { expect, test } from 'vitest';
import type { PortRequest } from '../../../src/deploy/model/port.ts';
import { demandPorts } from '../../../src/deploy/resolve/port-demands.ts';

function request(service: string, target: number, more: Partial<PortRequest> = {}): PortRequest {
  return { service, target, protocol: 'tcp', count: 1, index: 0, ...more };
}

const settings = { ports: { api: { service: 'web', port: 8000 } } };
const requests = [request('web', 8000, { preferred: 8001, range: { from: 8001, to: 8010 } }), request('web', 8003), request('redis', 6379)];

test.each([
  ['api=9001', 'web:8000'],
  ['web:8003=9001', 'web:8003'],
  ['6379=9001', 'redis:6379'],
  ['redis=9001', 'redis:6379'],
])('--port %s means %s, and only that number will do', (typed, meant) => {
  const demanded = demandPorts([typed], requests, settings).filter(({ demandedBy }) => demandedBy);
  expect(demanded.map(({ service, target }) => `${service}:${target}`)).toEqual([meant]);
  expect(demanded).toMatchObject([{ preferred: 9001, demandedBy: `--port ${typed}` }]);
  expect(demanded[0]).not.toHaveProperty('range');
});

test('TCP and UDP of one port are demanded together', () => {
  const both = [request('dns', 53), request('dns', 53, { protocol: 'udp', index: 1 })];
  expect(demandPorts(['53=5353'], both, {})).toMatchObject([{ preferred: 5353 }, { preferred: 5353 }]);
});

test.each([
  ['api', 'It should look like api=8001'],
  ['api=0', '0 is not a port'],
  ['api=70000', '70000 is not a port'],
  ['nope=8001', 'There are: api, web:8000, web:8003, redis:6379.'],
  ['web=8001', 'web could be web:8000 or web:8003'],
])('--port %s is wrong usage', (typed, why) => {
  expect(() => demandPorts([typed], requests, settings)).toThrow(
    expect.objectContaining({ code: 'bad-port-demand', exit: 2, message: expect.stringContaining(why) as unknown }),
  );
});

test('two demands for one port are wrong usage', () => {
  expect(() => demandPorts(['api=9001', '8000=9002'], requests, settings)).toThrow('--port api=9001 asks for the same port of web');
});
